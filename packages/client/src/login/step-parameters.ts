import type { StepParameter } from "../description.js";
import { flagOf } from "../lists.js";
import type { PlacedParameter } from "./step.js";

/** What the app can say for a parameter of a step. A list is joined as the provider wants it. */
export type StepValue = string | number | boolean | readonly (string | number)[] | undefined;

/** The parameters that a step declares, by wire name. */
export type StepParameters = Readonly<Record<string, Omit<StepParameter, "in">>>;

/** Values by wire name, as they travel. */
export type StepTexts = Readonly<Record<string, string>>;

/**
 * What the app asks a login for, as text, for each of its steps. A name that several steps declare goes to all of them. Throws
 * a TypeError for a name that none declares, and for a value that no text stands for.
 *
 * @example
 * const steps = { first: { scope: { separator: " " } }, second: { lang: {} } };
 * splitParams({ scope: ["read", "write"], lang: "en" }, steps); // => { first: { scope: "read write" }, second: { lang: "en" } }
 */
export function splitParams<S extends string>(
  params: object,
  steps: Readonly<Record<S, StepParameters | undefined>>,
): Readonly<Record<S, StepTexts>>;
export function splitParams(
  params: object,
  steps: Readonly<Record<string, StepParameters | undefined>>,
): Readonly<Record<string, StepTexts>> {
  const declared = new Set(Object.values(steps).flatMap((step = {}) => Object.keys(step)));
  const given = new Map<string, unknown>(Object.entries(params));
  for (const name of given.keys()) {
    if (declared.has(name)) continue;
    const known = declared.size === 0 ? "it has none" : `it has ${[...declared].join(", ")}`;
    throw new TypeError(`This login has no parameter ${JSON.stringify(name)}: ${known}.`);
  }
  return Object.fromEntries(
    Object.entries(steps).map(([step, parameters = {}]) => [step, textsOf(given, parameters)]),
  );
}

/**
 * The parameters of a step with their values: the app's, or those that the description fixes.
 *
 * @example
 * valuesOf({ scope: {}, display: { value: "popup" } }, { scope: "read" }); // => [["scope", "read"], ["display", "popup"]]
 */
export function valuesOf(
  parameters: StepParameters = {},
  texts: StepTexts = {},
): readonly (readonly [name: string, value: string])[] {
  const given = new Map(Object.entries(texts));
  return Object.entries(parameters).flatMap(([name, { value: fixed }]) => {
    const value = given.get(name) ?? fixed;
    return value === undefined ? [] : [[name, value] as const];
  });
}

/**
 * The parameters of a step, each with the part of the request that it goes to.
 *
 * @example
 * place({ scope: { in: "query" } }, { scope: "read" }); // => [{ in: "query", name: "scope", value: "read" }]
 */
export function place(
  parameters: Readonly<Record<string, StepParameter>> = {},
  texts: StepTexts = {},
): readonly PlacedParameter[] {
  return valuesOf(parameters, texts).map(([name, value]) => {
    return { in: parameters[name]?.in ?? "query", name, value };
  });
}

function textsOf(given: ReadonlyMap<string, unknown>, parameters: StepParameters): StepTexts {
  const texts: [string, string][] = [];
  for (const [name, { separator = ",", flag }] of Object.entries(parameters)) {
    const value = flagOf(given.get(name), flag);
    if (value !== undefined) texts.push([name, textOf(name, value, separator)]);
  }
  return Object.fromEntries(texts);
}

function textOf(name: string, value: unknown, separator: string): string {
  if (Array.isArray(value)) return value.map((item) => textOf(name, item, ",")).join(separator);
  if (["string", "number", "boolean"].includes(typeof value)) return String(value);
  throw new TypeError(`The parameter ${name} is text, a number, a boolean, or a list of them.`);
}
