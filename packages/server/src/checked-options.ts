import { formatAuthorization, receivedTarget } from "@oauth1/core";
import { checkTexts } from "./checked-text.js";
import { isLoopback } from "./loopback.js";
import type { ProviderOptions } from "./options.js";

/**
 * Throws a TypeError for options that cannot be meant, and answers with the first origin.
 *
 * @example
 * checkOptions({ origins: ["https://photos.example.net"] }); // => "https://photos.example.net"
 */
export function checkOptions(options: ProviderOptions): string {
  const origin = checkedOrigin(options);
  checkNumbers(options);
  checkChoices(options);
  for (const name of ["unsafeConsumersWithoutVerifier", "versions"] as const) {
    checkTexts(name, options[name] ?? []);
  }
  checkScopes(options);
  // Throws for a realm that no header can carry: now, and not with the first refusal.
  formatAuthorization([], { realm: options.realm ?? origin });
  return origin;
}

function checkedOrigin({ origins, tls }: ProviderOptions): string {
  for (const origin of origins) {
    const target = receivedTarget(origin);
    const isOrigin = target !== undefined && `${target.scheme}://${target.host}` === origin;
    // As clients send it: a host with other letters than ASCII's has another spelling there.
    const sent = URL.canParse(origin) ? new URL(origin).origin : undefined;
    if (!isOrigin || sent !== origin || origin.includes("*")) {
      const instead =
        isOrigin && sent !== undefined && sent !== origin
          ? JSON.stringify(sent)
          : 'scheme and host alone, such as "https://api.example.com"';
      throw new TypeError(`${JSON.stringify(origin)} is not an origin: write ${instead}.`);
    }
    if (tls === "always" && target.scheme !== "https" && !isLoopback(target)) {
      throw new TypeError(`${origin} has no TLS, which tls: "always" asks for: use https.`);
    }
  }
  const [first] = origins;
  if (first === undefined) {
    throw new TypeError('A provider needs its public origins: pass origins: ["https://..."].');
  }
  return first;
}

const SECONDS = [
  "timestampWindow",
  "temporaryLifetime",
  "tokenLifetime",
  "sessionLifetime",
] as const;

const LIMITS = ["header", "form", "parameters", "parameter"] as const;

/** The longest time that can be asked for, in seconds: of an end that is no exact number a store could keep nothing. */
export const MOST_SECONDS: number = 1e11;

function checkNumbers(options: ProviderOptions): void {
  for (const name of SECONDS) {
    if ((options[name] ?? 0) > MOST_SECONDS) {
      throw new TypeError(`${name} is ${options[name]}: it can be ${MOST_SECONDS} at most.`);
    }
  }
  const numbers = [
    ...[...SECONDS, "maxBody" as const, "verifierAttempts" as const].map(
      (name) => [name, options[name]] as const,
    ),
    // Nothing is over a limit that is no number.
    ...LIMITS.map((name) => [`limits.${name}`, options.limits?.[name]] as const),
  ];
  for (const [name, value] of numbers) {
    if (value !== undefined && !(Number.isSafeInteger(value) && value > 0)) {
      throw new TypeError(`${name} is ${value}: it has to be a whole number above zero.`);
    }
  }
}

const CHOICES = {
  tls: ["always", "credentials", "methods"],
  bodyHash: ["require", "verify"],
} as const;

// A misspelled rule would be none.
function checkChoices({ tls = "credentials", bodyHash = "verify" }: ProviderOptions): void {
  const given = { tls, bodyHash };
  for (const name of ["tls", "bodyHash"] as const) {
    const choices: readonly string[] = CHOICES[name];
    if (!choices.includes(given[name])) {
      throw new TypeError(`${name} is ${given[name]}: it has to be one of ${choices.join(", ")}.`);
    }
  }
}

function checkScopes({ scopes }: ProviderOptions): void {
  if (scopes === undefined) return;
  const { offered, usual = [], parameter = "scope" } = scopes;
  if (parameter.startsWith("oauth_")) {
    throw new TypeError(`${parameter} is a protocol parameter's name: scopes need another one.`);
  }
  const wrong = Object.keys(offered).find((name) => !/^[!#-+\--[\]-~]+$/.test(name));
  if (wrong !== undefined) {
    throw new TypeError(`The scope ${JSON.stringify(wrong)} holds a space, a comma or a quote.`);
  }
  const unknown = usual.find((name) => !Object.hasOwn(offered, name));
  if (unknown !== undefined) throw new TypeError(`The usual scope ${unknown} is not offered.`);
}
