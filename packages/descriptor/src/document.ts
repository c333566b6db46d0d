import { getNodePath, type JSONPath } from "jsonc-parser";
import type { NamedTypeModel } from "./model.js";
import type { Node, Place } from "./tree.js";

/** A descriptor's text as a tree that knows where everything stands. */
export interface DescriptorDocument {
  /** What issues are reported under, and what the id is compared with. */
  readonly file: string;
  readonly text: string;
  /** Undefined for an empty file. */
  readonly root: Node | undefined;
}

/** A mistake, before its offset has become a line and a column. */
export interface Finding {
  readonly offset: number;
  readonly path: JSONPath;
  readonly rule: string;
  readonly message: string;
  readonly suggestion?: string | undefined;
}

/** A document, with the types that can be read of it, however broken the rest may be. */
export interface Subject extends DescriptorDocument {
  readonly types: readonly NamedTypeModel[];
}

/** One judgement over a whole document. It sees the tree, so that it can say its part about a broken one too. */
export type Rule = (subject: Subject) => Iterable<Finding>;

/** Where each line of a text begins. */
export function lineStarts(text: string): readonly number[] {
  return [
    0,
    ...Array.from(text.matchAll(/\r\n|\r|\n/g), ({ 0: end, index }) => index + end.length),
  ];
}

/** The index of the last of ascending numbers that is not above this one; -1 where all are. */
export function lastUpTo(number: number, ascending: readonly number[]): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? Infinity) <= number) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** A finding at a value or at a name. */
export function findingAt(
  place: Place,
  rule: string,
  [message, suggestion]: readonly [message: string, suggestion?: string | undefined],
): Finding {
  return { offset: place.offset, path: getNodePath(place.parsed), rule, message, suggestion };
}
