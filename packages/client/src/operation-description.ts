import type { OperationBody, Progress } from "./body.js";
import type { FlagTexts, SigningRules, WithoutCommon } from "./description.js";
import type { ListStyle } from "./lists.js";
import type { RetryOptions } from "./options.js";
import type { Pagination } from "./pagination.js";
import type { AuthLevel } from "./session.js";

/** One API call as data: all that `operation` needs to make the request. */
export interface OperationDescription<P extends string = string> {
  readonly provider: P;
  readonly method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS";
  /** Relative to the host's base URL; `{name}` stands for a path parameter, `{+name}` for one of many segments. */
  readonly path: string;
  /** The name of one of the API's further hosts. */
  readonly host?: string;
  /** What the call has to be authenticated with; a user's token by default. */
  readonly auth?: AuthLevel;
  /** How it is signed, where that is otherwise than the rest. */
  readonly signing?: SigningRules;
  /** Query parameters that make it this operation, such as a dispatch `method`. */
  readonly fixed?: Readonly<Record<string, string>>;
  /** The parameters that travel in the query, by their wire names. */
  readonly query?: readonly string[];
  /** The parameters that travel as headers, and the names of these. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly fixedHeaders?: Readonly<Record<string, string>>;
  /** What calls of the API carry, and this one does not, by name. */
  readonly without?: WithoutCommon;
  /** A value such as `jsonBody([...])`. */
  readonly body?: OperationBody;
  /** How lists are written in query and form; `repeat` by default. */
  readonly lists?: ListStyle;
  /** The same for parameters that differ. */
  readonly styles?: Readonly<Record<string, ListStyle>>;
  /**
   * How booleans are written in a query, a form, a path or a header, in lists and objects too, where that is not `true` and
   * `false`. JSON has its own.
   */
  readonly flags?: Readonly<Record<string, FlagTexts>>;
  /** What the answer's body is, a `Blob` where it is binary, UTF-8 otherwise; `none` where there is nothing to read. */
  readonly result: "json" | "text" | "binary" | "none";
  /** The path to what is meant, where the answer wraps it. */
  readonly envelope?: string;
  /** Whether it may be sent again after a failure; so may GET, HEAD, PUT, DELETE and OPTIONS. */
  readonly idempotent?: boolean;
  readonly pagination?: Pagination;
}

/** An operation's description with how its list goes on. */
export interface PagedDescription<
  P extends string,
  Item = unknown,
> extends OperationDescription<P> {
  readonly pagination: Pagination<Item>;
}

/** Options of one call, over those of the client. */
export interface CallOptions {
  /** Ends the call and the waits between its attempts, besides the client's. */
  readonly signal?: AbortSignal | undefined;
  /** Sent besides the provider's and the client's. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Milliseconds that one attempt may take, in place of the client's. */
  readonly timeout?: number | undefined;
  /** What it leaves out is as the client has it. */
  readonly retry?: RetryOptions | false | undefined;
  /** Told how far an upload is, a multipart or a binary body; not by browsers. The call rejects with what it throws. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}
