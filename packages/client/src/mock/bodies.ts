import type { OperationBody } from "../body.js";
import { pairsOf } from "../lists.js";
import { bareType, isForm, type Field, type SentBody } from "./sent.js";

/**
 * How well a request's body goes with what an operation writes: 0 for another kind of body, 2 for one whose fields are those of
 * the operation, 1 where there is nothing but the kind to go by.
 */
export function bodyFit(body: OperationBody | undefined, sent: SentBody): 0 | 1 | 2 {
  if (body === undefined) return sent.isEmpty ? 1 : 0;
  const { type, hasFields } = kindOf(body);
  if (!isType(sent.type, type) || (sent.isEmpty && !isForm(sent.type))) return 0;
  if (!hasFields) return 1;
  return !sent.isList && knowsAll(body, sent) ? 2 : 0;
}

/** Whether a request has the fields that are the same in all calls of an operation. */
export function hasFixed({ fixed = {} }: OperationBody, { type, fields }: SentBody): boolean {
  const sent = fields.map((field) => JSON.stringify(field));
  const wanted = Object.entries(fixed).flatMap(([name, value]): readonly Field[] =>
    isForm(type) ? pairsOf([name, value], "repeat") : [[name, value]],
  );
  return wanted.every((field) => sent.includes(JSON.stringify(field)));
}

// What a body is made of does not say what it becomes, so one is written.
function kindOf(body: OperationBody): { readonly type: string; readonly hasFields: boolean } {
  const content = body.write({ value: () => FILE, pairs: (name) => [[name, ""]] });
  const type = bareType(new Headers(content?.headers).get("content-type"));
  // JSON has the value itself where that is the whole body.
  const isObject = /\bjson$/.test(type) && content?.body() !== JSON.stringify(FILE);
  return { type, hasFields: isForm(type) || isObject };
}

/** What any body can hold. Only a body that is of no type by itself gets this one. */
const FILE = new Blob([], { type: "any/type" });

function isType(given: string, expected: string): boolean {
  const isJson = expected === "application/json" && /^application\/.+\+json$/.test(given);
  return given === expected || isJson || (expected === FILE.type && given !== "");
}

// A list, or an object, is written as fields with brackets behind the name.
function knowsAll({ fields, fixed = {} }: OperationBody, sent: SentBody): boolean {
  const known = [...fields, ...Object.keys(fixed)];
  return sent.fields.every(([name]) =>
    known.some((one) => name === one || name.startsWith(`${one}[`)),
  );
}
