import type { ListStyle } from "./lists.js";
import type { Pair } from "./query.js";

/** What a request's body is made of: a value, so that only the kinds that operations use are bundled. */
export interface OperationBody {
  /** The parameters that it takes. */
  readonly fields: readonly string[];
  /** What it holds besides, whatever the app gives. */
  readonly fixed?: Readonly<Record<string, unknown>>;
  /** `undefined` where the parameters that would make it up are left out. */
  readonly write: (params: BodyParams) => BodyContent | undefined;
}

/** The parameters of a body, by their wire names. */
export interface BodyParams {
  readonly value: (name: string) => unknown;
  /** As text, where lists are written as the operation says. */
  readonly pairs: (name: string) => readonly Pair[];
  /** How that is, for what is no text; `repeat` by default. */
  readonly style?: ((name: string) => ListStyle) | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** A body that is ready to be sent. */
export interface BodyContent {
  /** Made anew for each attempt. Not every library of types names `BodyInit`. */
  readonly body: () => NonNullable<RequestInit["body"]>;
  readonly headers?: Readonly<Record<string, string>>;
  /** The text fields of a multipart body as a form, where they are signed. */
  readonly form?: string | undefined;
  /** Whether it can be sent only once. */
  readonly isOnce?: boolean;
}

/** How far an upload is, in bytes. `total` is missing for a stream, whose end nobody knows. */
export interface Progress {
  readonly sent: number;
  readonly total?: number;
}
