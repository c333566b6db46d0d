import type { CurlRequest } from "@oauth1/emulator/input";

/** A request that a command is about, and what came with it. */
export interface Item {
  readonly request: CurlRequest;
  readonly given: Given;
}

/** What JSON says besides the request. Flags, a profile and the environment fill in what is missing. */
export interface Given {
  readonly consumerKey?: string | undefined;
  readonly consumerSecret?: string | undefined;
  readonly privateKey?: string | undefined;
  readonly publicKey?: string | undefined;
  readonly token?: string | undefined;
  readonly tokenSecret?: string | undefined;
  readonly method?: string | undefined;
  readonly nonce?: string | undefined;
  readonly timestamp?: string | undefined;
  readonly realm?: string | undefined;
  /** In place of the one that the request carries. */
  readonly signature?: string | undefined;
  /** What the server says that it expected. */
  readonly baseString?: string | undefined;
}
