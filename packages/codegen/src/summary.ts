import type { Descriptor } from "@oauth1/descriptor";

/** A provider in a line of a table. */
export interface ProviderSummary extends Pick<
  Descriptor,
  "name" | "state" | "documentation" | "lastVerified"
> {
  /** How a token is had there, or that none is needed. */
  readonly legs: readonly string[];
  /** The signature methods by their wire names, the one that the client uses first. */
  readonly methods: readonly string[];
  readonly operations: number;
  /** How many things surprise. */
  readonly quirks: number;
}

/**
 * What a table says of a provider.
 *
 * @example
 * const url = "https://acme.example";
 * const oauth = { signatureMethods: ["HMAC-SHA1"], twoLegged: true };
 * summaryOf({ name: "Acme", state: "alive", documentation: url, lastVerified: "2026-11-21", oauth, operations: {} }).legs; // => ["two-legged"]
 */
export function summaryOf(
  descriptor: Pick<
    Descriptor,
    "documentation" | "lastVerified" | "name" | "oauth" | "operations" | "quirks" | "state"
  >,
): ProviderSummary {
  const { name, state, documentation, lastVerified, oauth, operations, quirks = [] } = descriptor;
  return {
    name,
    state,
    documentation,
    lastVerified,
    legs: legsOf(oauth),
    methods: oauth.signatureMethods,
    operations: Object.keys(operations).length,
    quirks: quirks.length,
  };
}

function legsOf(oauth: Descriptor["oauth"]): readonly string[] {
  const { authorization, callback, pushedVerifier, preIssued, reverseAuth, revision } = oauth;
  const { twoLegged = false, xAuth } = oauth;
  const modes = callback?.modes ?? (revision === "1.0" ? "callback" : "both");
  const legs: readonly (readonly [name: string, offered: boolean])[] = [
    ["callback", authorization !== undefined && modes !== "pin"],
    ["PIN", authorization !== undefined && modes !== "callback"],
    ["pushed verifier", pushedVerifier !== undefined],
    ["pre-issued", preIssued !== undefined],
    ["two-legged", twoLegged !== false],
    ["xAuth", xAuth !== undefined],
    ["reverse auth", reverseAuth !== undefined],
  ];
  return legs.flatMap(([name, offered]) => (offered ? [name] : []));
}
