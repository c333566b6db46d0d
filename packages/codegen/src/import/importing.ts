import type { DescribedType } from "@oauth1/descriptor";
import type { Servers } from "./servers.js";

/** What every step of an import needs. */
export interface Importing {
  readonly document: unknown;
  /** Says that something was not taken over, and where it stands. */
  readonly note: (place: string, text: string) => void;
  /** Says the same of many places, which are told together at the end. */
  readonly noteMany: (place: string, text: string) => void;
  /** What types are called here, by their names in the document. */
  readonly typeNames: ReadonlyMap<string, string>;
  /** The types of the descriptor, to which steps add. */
  readonly types: Map<string, DescribedType>;
  /** The names that no other type may have. */
  readonly taken: Set<string>;
  /** The schemas that others extend, each with the names of those by which its values are told apart. */
  readonly families: ReadonlyMap<string, readonly string[]>;
  /** The properties by which values are told apart, which are there always. */
  readonly tellers: ReadonlySet<string>;
  /** Which ways the values travel that are being described. */
  readonly ways: Ways;
  /** The composed schemas that are on the way. */
  readonly composing: Composing;
  /** The name of the host that an operation's own servers are, where that is not where the API is. */
  readonly hostOf: Servers["hostOf"];
  /** Makes a type of a schema that stands at a place. */
  readonly read: (schema: unknown, place: string, importing: Importing) => DescribedType;
}

/** Where the reading of composed schemas is. */
export interface Composing {
  /** Those that are being read, the outermost first: one that is met again leads back to itself. */
  readonly open: Composed[];
  /** Those whose types have names. */
  readonly named: Map<unknown, readonly Composed[]>;
  /** Those of them that are still to be read. */
  readonly waiting: Composed[];
}

/** A schema that is several at once, and what its type is called where that has a name. */
export interface Composed {
  readonly schema: unknown;
  readonly place: string;
  readonly ways: Ways;
  name?: string;
}

/** Whether values are sent to the provider, and whether they come from there. */
export interface Ways {
  readonly sent: boolean;
  readonly answered: boolean;
}
