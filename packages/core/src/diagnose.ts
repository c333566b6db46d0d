import type { BaseString } from "./base-string.js";
import { findDifference, type Difference, type DifferenceKind } from "./mistakes/difference.js";
import type { Mistake, MistakeId } from "./mistakes/mistake.js";
import {
  formFlaw,
  readBodyHash,
  readRefused,
  readSigning,
  type HeaderOnly,
  type Refused,
} from "./mistakes/refused.js";
import { search } from "./mistakes/search.js";
import { columns, paragraph, section, type TextFormat } from "./reading/terminal.js";

export type { Difference, DifferenceKind, HeaderOnly, Mistake, MistakeId, Refused, TextFormat };

/** Why a signature does not match, or that it does. */
export type Diagnosis =
  /** The signature is right: the refusal has another reason. */
  | { readonly verdict: "correct"; readonly baseString: BaseString; readonly advice: string }
  /**
   * One mistake or two reproduce the signature that was sent, to the last character, or it is right; and what is wrong
   * with the body hash follows them.
   */
  | {
      readonly verdict: "explained";
      readonly mistakes: readonly Mistake[];
      /** Other mistakes that come to the very same signature. */
      readonly alternatives: readonly (readonly Mistake[])[];
      /** What the signer signed: with the key that `mistakes` describes it makes the signature sent. */
      readonly signed: string;
      /** What should have been signed. */
      readonly baseString: BaseString;
    }
  /** The server expects another base string than the request comes to. */
  | {
      readonly verdict: "differs";
      readonly difference: Difference;
      readonly baseString: BaseString;
      /** What is wrong besides with the signature and the body hash, where that is known; none where both are right. */
      readonly mistakes?: readonly Mistake[];
    }
  /** No known mistake, alone or with another, makes this signature. */
  | {
      readonly verdict: "unknown";
      readonly baseString: BaseString;
      readonly tried: number;
      /** What is wrong with the body hash, which does not explain the signature. */
      readonly mistakes?: readonly Mistake[];
    }
  | { readonly verdict: "unreadable"; readonly problem: string };

/**
 * Says why a signature does not match (RFC 5849 section 3.4): it tries the known mistakes of signers, alone and in pairs,
 * and names those that reproduce the signature sent, and what is wrong with `oauth_body_hash` where the body is given. It
 * never guesses, and nothing that it says holds a secret. It throws nothing for what a peer has sent; only a method of the
 * caller's can reject.
 *
 * Where a server asks about a request that it has received, it says so with `received`: the signature is of the request target
 * byte for byte then, and a path that `fetch` would have sent otherwise is no mistake.
 *
 * Every mistake is tried alone, but of those that one parameter alone can have no more than fit into 12 million characters of
 * base strings, which is some 250 parameters. Pairs are tried the likelier ones first, for as long as there is time: those of likely
 * mistakes until 2,000 signatures were tried, those with a rare one until 800, and all of them until 16 million
 * characters were signed, which is 2,000 base strings of 100 parameters.
 *
 * @example
 * const diagnosis = await diagnose({
 *   request: {
 *     method: "GET",
 *     url: "https://api.example.com/me",
 *     authorization:
 *       'OAuth oauth_consumer_key="dpf43f3p2l4k3l03", oauth_nonce="n", oauth_timestamp="1", ' +
 *       'oauth_signature_method="HMAC-SHA1", oauth_signature="XcJ6aZL11Xp0qPpNXwd11yu6Xhw%3D"',
 *   },
 *   credentials: { consumer: { secret: "kd94hf93k423kf44" } },
 * });
 * diagnosis.mistakes.map(({ id }) => id); // => ["ampersand-missing"]
 */
export async function diagnose(refused: Refused): Promise<Diagnosis> {
  const read = readRefused(refused);
  if (!read.ok) return { verdict: "unreadable", problem: read.problem };
  const { base } = read;
  const difference = findDifference(base, refused.baseString ?? base);
  const signing = await readSigning(refused, read);
  if (!signing.ok) {
    if (difference !== undefined) return { verdict: "differs", difference, baseString: base };
    return { verdict: "unreadable", problem: signing.problem };
  }
  const inBodyHash = await readBodyHash(read, signing.hash);
  const { finding, tried } = await search(signing.draft);
  const mistakes = [...(finding?.mistakes ?? []), ...inBodyHash];
  const known = finding === undefined && mistakes.length === 0 ? {} : { mistakes };
  if (difference !== undefined) {
    return { verdict: "differs", difference, baseString: base, ...known };
  }
  if (finding === undefined) return { verdict: "unknown", baseString: base, tried, ...known };
  if (mistakes.length === 0) {
    const flaw = formFlaw(refused, read);
    const advice = flaw === undefined ? CORRECT : `${BUT_MALFORMED} ${flaw}`;
    return { verdict: "correct", baseString: base, advice };
  }
  const alternatives = finding.alternatives.map((list) => [...list, ...inBodyHash]);
  const { baseString: signed } = finding;
  return { verdict: "explained", mistakes, alternatives, signed, baseString: base };
}

/**
 * Writes a diagnosis as plain text for a terminal.
 *
 * @example
 * formatDiagnosis({ verdict: "unreadable", problem: "The request is not signed." }); // => "Unreadable\n  The request is not signed."
 */
export function formatDiagnosis(diagnosis: Diagnosis, format: TextFormat = {}): string {
  const part = (heading: string, text: string): readonly string[] =>
    section(heading, paragraph(text, format), format);
  const lines = (): readonly string[] => {
    switch (diagnosis.verdict) {
      case "correct":
        return part("The signature is right", diagnosis.advice);
      case "explained":
        return [
          ...diagnosis.mistakes.flatMap((mistake) => mistakeLines(mistake, format)),
          ...diagnosis.alternatives.flatMap((mistakes) =>
            part("Or else", mistakes.map(({ title }) => title).join(", and ")),
          ),
          ...part("Base string as it should be", diagnosis.baseString),
          ...(diagnosis.signed === diagnosis.baseString ? [] : part("Signed", diagnosis.signed)),
        ];
      case "differs":
        return [
          ...section(
            "The base strings differ",
            differenceLines(diagnosis.difference, format),
            format,
          ),
          ...(diagnosis.mistakes ?? []).flatMap((mistake) => mistakeLines(mistake, format)),
        ];
      case "unknown":
        return [
          ...part(
            "Unknown",
            `None of ${diagnosis.tried} other signatures is the one sent. Check that the secrets belong to the keys in the request, and that the request is the one that was signed.`,
          ),
          ...(diagnosis.mistakes ?? []).flatMap((mistake) => mistakeLines(mistake, format)),
        ];
      case "unreadable":
        return part("Unreadable", diagnosis.problem);
    }
  };
  return lines().join("\n").trimEnd();
}

const CORRECT =
  "The signature is right for these secrets. If it was refused, look at the timestamp against the server's clock, at the nonce, and at whether the server knows the consumer key and the token.";

const BUT_MALFORMED =
  "The signature is right for these secrets, but servers refuse the request for its form:";

function mistakeLines({ title, advice, detail }: Mistake, format: TextFormat): readonly string[] {
  const heading = detail === undefined ? title : `${title} (${detail})`;
  return section(heading, paragraph(advice, format), format);
}

function differenceLines(
  { kind, at, parameter, ours, theirs, advice }: Difference,
  format: TextFormat,
): readonly string[] {
  const rows = [
    ["kind", kind],
    ["character", String(at + 1)],
    ...(parameter === undefined ? [] : [["parameter", parameter]]),
    ["of the request", ours],
    ["of the server", theirs],
  ];
  return [...columns(rows, format), ...paragraph(advice, format)];
}
