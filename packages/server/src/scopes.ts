import type { Verdict } from "@oauth1/core";
import type { ScopeOptions } from "./options.js";
import type { ApplicationParameters } from "./request-form.js";

/** A scope, and what a consent page says of it. */
export interface Scope {
  readonly name: string;
  readonly description: string;
}

/**
 * The scopes that a request for temporary credentials asks for; `undefined` where the provider has none. A scope that is
 * not offered, and a request that names its scopes twice, are refused.
 *
 * @example
 * const scopes = { offered: { read: "See your photos", write: "Add photos" }, usual: ["read"] };
 * proposedScopes(scopes, [["scope", "read write"]]); // => { ok: true, scopes: ["read", "write"] }
 * proposedScopes(scopes, []); // => { ok: true, scopes: ["read"] }
 * proposedScopes(scopes, [["scope", "admin"]]); // => { ok: false, problem: "parameter_rejected", advice: "There is no scope admin." }
 */
export function proposedScopes(
  options: ScopeOptions | undefined,
  parameters: ApplicationParameters,
): Verdict<{ readonly scopes?: readonly string[] }, "parameter_rejected"> {
  if (options === undefined) return { ok: true };
  const { offered, usual = [], parameter = "scope" } = options;
  const given = parameters.filter(([name]) => name === parameter);
  if (given.length > 1) return rejected(`${parameter} appears twice.`);
  const names = new Set((given[0]?.[1] ?? "").split(/[ ,]+/).filter((name) => name !== ""));
  const unknown = [...names].find((name) => !Object.hasOwn(offered, name));
  if (unknown !== undefined) return rejected(`There is no scope ${unknown}.`);
  return { ok: true, scopes: names.size === 0 ? usual : [...names] };
}

/**
 * What a user allows of what was asked for. Throws a TypeError for more than that: a consent page cannot add to it.
 *
 * @example
 * confirmedScopes(["read", "write"], ["read"]); // => ["read"]
 * confirmedScopes(["read", "write"], undefined); // => ["read", "write"]
 */
export function confirmedScopes(
  asked: readonly string[] | undefined,
  allowed: readonly string[] | undefined,
): readonly string[] | undefined {
  if (allowed === undefined) return asked;
  const extra = allowed.find((name) => asked?.includes(name) !== true);
  if (extra !== undefined) {
    throw new TypeError(
      `Nobody has asked for the scope ${extra}: allow some of what inspect() says.`,
    );
  }
  return [...new Set(allowed)];
}

/**
 * Scopes with what a consent page says of them.
 *
 * @example
 * describedScopes({ offered: { read: "See your photos" } }, ["read"]); // => [{ name: "read", description: "See your photos" }]
 */
export function describedScopes(
  options: ScopeOptions | undefined,
  names: readonly string[] = [],
): readonly Scope[] {
  return names.map((name) => ({ name, description: options?.offered[name] ?? name }));
}

function rejected(advice: string): { ok: false; problem: "parameter_rejected"; advice: string } {
  return { ok: false, problem: "parameter_rejected", advice };
}
