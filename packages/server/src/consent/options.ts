import type { RequestParts, Secret } from "@oauth1/core";
import type { Html } from "./html.js";
import type { ConsentView, QuestionView, Visitor } from "./view.js";

/** What a consent page is made of. Only the login has no default. */
export interface ConsentOptions {
  /** Who is logged in with the browser that has sent this request; `undefined` when nobody is. */
  readonly login: (
    request: Request | RequestParts,
  ) => Visitor | undefined | Promise<Visitor | undefined>;
  /**
   * A path of this site that logs a user in. It is given the parameter `continue`, where to send the browser
   * afterwards: check that with `localPath`, because anybody can write such a link.
   */
  readonly loginPath: string;
  /**
   * What the form tokens are made with, at least 16 bytes. Random for each process by default: several processes, and
   * one that restarts, take each other's forms only when they share a key.
   */
  readonly key?: string | Secret | Uint8Array;
  /** What the pages call the provider; the host of its first origin by default. */
  readonly brand?: string;
  /** CSS behind the pages' own, such as `:root { --go: #0057b8 }`. */
  readonly style?: string;
  /**
   * Writes a whole document instead of the page that is here, or leaves that to it with `undefined`. Write it with
   * `html`, which escapes. The headers stay, and let in pictures, fonts and styles of this site alone, and no script.
   */
  readonly render?: (view: ConsentView) => Html | undefined;
  /**
   * Whether to say yes without asking, such as to a client of your own or what the user has allowed before. Never by
   * default. It happens when the page is opened, which any site can make a browser do.
   */
  readonly autoApprove?: (view: QuestionView) => boolean | Promise<boolean>;
  /** Hears why the page was unavailable; the browser gets a 503 without detail. */
  readonly onError?: (error: unknown) => void;
}
