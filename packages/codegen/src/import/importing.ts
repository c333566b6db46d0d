import type { DescribedType } from "@oauth1/descriptor";

/** What every step of an import needs. */
export interface Importing {
  readonly document: unknown;
  /** Says that something was not taken over, and where it stands. */
  readonly note: (place: string, text: string) => void;
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
  /** Makes a type of a schema that stands at a place. */
  readonly read: (schema: unknown, place: string, importing: Importing) => DescribedType;
}

/** Whether values are sent to the provider, and whether they come from there. */
export interface Ways {
  readonly sent: boolean;
  readonly answered: boolean;
}
