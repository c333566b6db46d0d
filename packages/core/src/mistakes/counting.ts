import { parseForm } from "../parameters.js";
import { decode, encode } from "../percent.js";
import type { FieldSource } from "../reading/collect.js";
import type { Counted, Draft } from "./draft.js";
import { lone, rare, type Change, type KnownMistake } from "./mistake.js";

/** Mistakes in what is counted as a parameter (RFC 5849 section 3.4.1.3.1), the likeliest first. */
export const COUNTING_MISTAKES: readonly KnownMistake[] = [
  {
    id: "form-left-out",
    title: "The form body is not signed",
    advice:
      "The parameters of an application/x-www-form-urlencoded body take part in the signature: pass them to the signer.",
    apply: ({ fields }) => [{ fields: withoutOwn(fields, "form") }],
  },
  {
    id: "query-left-out",
    title: "The query of the URL is not signed",
    advice:
      "The parameters in the query take part in the signature: pass the whole URL, or its parameters, to the signer.",
    apply: ({ fields }) => [{ fields: withoutOwn(fields, "query") }],
  },
  {
    id: "untyped-form-counted",
    title: "The body is signed as a form, but its content type says otherwise",
    advice:
      "Send the content type application/x-www-form-urlencoded with the form, or leave the body out of the parameters.",
    apply: ({ fields, sent: { content } }) =>
      content === undefined ? [] : [{ fields: [...fields, ...fromPairs(parseForm(content))] }],
  },
  {
    id: "multipart-counted",
    title: "The fields of the multipart body are signed",
    advice: "A multipart body does not count, unless the provider's own documentation says so.",
    apply: ({ fields, sent: { parts } }) => [{ fields: [...fields, ...fromTexts(parts)] }],
  },
  {
    id: "realm-counted",
    title: "The realm is signed",
    advice:
      "The realm of the Authorization header is no parameter: leave it out of the base string.",
    apply: ({ fields, sent: { realm } }) =>
      realm === undefined ? [] : [{ fields: [...fields, ...fromTexts([["realm", realm]])] }],
  },
  {
    id: "signature-counted",
    title: "`oauth_signature` is signed",
    advice:
      "Leave `oauth_signature` out of the base string, also when it is empty or of an earlier try.",
    apply: ({ fields, sent: { carried = "" } }) =>
      rare(
        [carried, ""].map((value) => ({
          fields: [...fields, ...fromTexts([["oauth_signature", value]])],
        })),
      ),
  },
  {
    id: "version-counted",
    title: "`oauth_version` is signed but not sent",
    advice: "Send `oauth_version` too, or leave it out of both.",
    apply: ({ fields }) =>
      fields.some(({ name }) => name === "oauth_version")
        ? []
        : [{ fields: [...fields, ...fromTexts([["oauth_version", "1.0"]])] }],
  },
  leftOut("version-left-out", "oauth_version"),
  {
    id: "token-empty-counted",
    title: "An empty `oauth_token` is signed but not sent",
    advice: "Send the empty `oauth_token` too, or leave it out of both.",
    apply: ({ fields }) =>
      fields.some(({ name }) => name === "oauth_token")
        ? []
        : [{ fields: [...fields, ...fromTexts([["oauth_token", ""]])] }],
  },
  leftOut("token-left-out", "oauth_token"),
  leftOut("callback-left-out", "oauth_callback"),
  leftOut("verifier-left-out", "oauth_verifier"),
  rarelyLeftOut("body-hash-left-out", "oauth_body_hash"),
  rarelyLeftOut("nonce-left-out", "oauth_nonce"),
  rarelyLeftOut("timestamp-left-out", "oauth_timestamp"),
  {
    id: "timestamp-milliseconds",
    title: "The timestamp that is signed and the one that is sent differ by a factor of 1,000",
    advice: "`oauth_timestamp` counts seconds. Compute it once, and sign and send the same text.",
    apply: (draft) => rare(withTimestamp(draft, otherUnit)),
  },
  {
    id: "timestamp-generated-twice",
    title: "The timestamp that is signed is a second off the one that is sent",
    advice: "Read the clock once, and sign and send the same `oauth_timestamp`.",
    apply: (draft) => rare(withTimestamp(draft, nearby)),
  },
  {
    id: "plus-literal",
    title: "A `+` in the query or the form is signed as a plus sign",
    advice: "There a `+` is a space. Sign it as `%20`, and send a real plus sign as `%2B`.",
    apply: ({ fields }) => [
      { fields: fields.map((field) => reread(field, field.raw.replaceAll("+", "%2B"))) },
    ],
  },
  {
    id: "plus-decoded-twice",
    title: "A plus sign, sent as `%2B`, is signed as a space",
    advice: "Decode the query or the form once: `%2B` is a plus sign and stays one.",
    apply: ({ fields }) => [
      { fields: fields.map((field) => reread(field, field.raw.replaceAll(/%2B/gi, "%20"))) },
    ],
  },
  {
    id: "duplicates-last-kept",
    title: "Of parameters with one name only the last is signed",
    advice: "Keep parameters as a list of pairs: every one counts, also when a name repeats.",
    apply: ({ fields }) => [
      { fields: fields.filter((field, at) => !fields.slice(at + 1).some(hasNameOf(field))) },
    ],
  },
  {
    id: "duplicates-first-kept",
    title: "Of parameters with one name only the first is signed",
    advice: "Keep parameters as a list of pairs: every one counts, also when a name repeats.",
    apply: ({ fields }) => [
      { fields: fields.filter((field, at) => !fields.slice(0, at).some(hasNameOf(field))) },
    ],
  },
  {
    id: "duplicates-joined",
    title: "Parameters with one name are signed as one, with commas",
    advice: "Sign each of them as it is sent, or send them joined as well.",
    apply: ({ fields }) => [{ fields: joined(fields) }],
  },
  {
    id: "array-brackets-dropped",
    title: "Array parameters are signed without their brackets",
    advice: "Sign the names as they are sent: `a[]` is `a%5B%5D`.",
    apply: renamed(withoutBrackets),
  },
  {
    id: "array-brackets-added",
    title: "Repeated parameters are signed with brackets",
    advice: "Sign the names as they are sent, or send the brackets too.",
    apply: renamed((name, { count }) => (count > 1 ? `${name}%5B%5D` : name)),
  },
  {
    id: "array-index-added",
    title: "Array parameters are signed with an index",
    advice: "Sign the names as they are sent, or send the index too.",
    apply: (draft) => [
      ...renamed((name, { count, index }) =>
        count > 1 || BRACKETS.test(name) ? indexed(name, index) : name,
      )(draft),
      ...rare(
        renamed((name, { index }) => (BRACKETS.test(name) ? indexed(name, index) : name))(draft),
      ),
    ],
  },
  {
    id: "empty-values-dropped",
    title: "Parameters with an empty value are not signed",
    advice: "An empty value counts: `a=` is signed as it is sent.",
    apply: kept(({ value }) => value !== ""),
  },
  {
    id: "falsy-values-dropped",
    title: "Parameters whose value is 0, false or empty are not signed",
    advice: "Test whether a parameter is there, not whether its value is true.",
    apply: kept(({ value }) => !/^(?:0|false|)$/i.test(value)),
  },
  {
    id: "parameter-left-out",
    title: "A parameter is sent but not signed",
    advice:
      "Sign the request as it is sent: look for what is added to it later, as a cache buster, a proxy or a default does.",
    apply: ({ fields }) =>
      lone(
        fields.map((one) => ({
          fields: fields.filter((field) => field !== one),
          detail: decode(one.name),
        })),
      ),
  },
];

/**
 * Parameters that only a mistake counts, of texts that are not encoded yet.
 *
 * @example
 * fromTexts([["a", "b c"]]); // => [{ source: "body", name: "a", value: "b%20c", raw: "a=b%20c" }]
 */
export function fromTexts(pairs: readonly (readonly [string, string])[]): readonly Counted[] {
  return fromPairs(pairs.map(([name, value]) => [encode(name), encode(value)]));
}

/**
 * The parameters that are left where those of the query, or of the form, are forgotten: where the request is signed there, the
 * protocol's are among them, and nobody forgets these.
 *
 * @example
 * const own = { source: "query", name: "a", value: "b", raw: "a=b" };
 * withoutOwn([own, { ...own, name: "oauth_consumer_key" }], "query").map(({ name }) => name); // => ["oauth_consumer_key"]
 */
export function withoutOwn(fields: readonly Counted[], source: FieldSource): readonly Counted[] {
  const isOwn = ownIn(fields, source);
  return fields.filter((field) => field.source !== source || !isOwn(field.name));
}

/**
 * Tells by their names which parameters of the query, or of the form, are the application's.
 *
 * @example
 * const isOwn = ownIn([{ source: "query", name: "oauth_consumer_key", value: "ck", raw: "" }], "query");
 * [isOwn("a"), isOwn("oauth_nonce")]; // => [true, false]
 */
export function ownIn(fields: readonly Counted[], source: FieldSource): (name: string) => boolean {
  const isSigned = fields.some(
    (field) => field.source === source && field.name === "oauth_consumer_key",
  );
  return (name) => !isSigned || !name.startsWith("oauth_");
}

const BRACKETS = /%5B%5D$/;

// From the end, because a pattern would look at a long chain of brackets from each of them.
function withoutBrackets(name: string): string {
  let end = name.length;
  while (name.endsWith("%5D", end)) {
    let start = end - "%5D".length;
    while (/\d/.test(name[start - 1] ?? "")) start -= 1;
    if (!name.endsWith("%5B", start)) break;
    end = start - "%5B".length;
  }
  return name.slice(0, end);
}

function indexed(name: string, index: number): string {
  return `${name.replace(BRACKETS, "")}%5B${index}%5D`;
}

function leftOut(id: KnownMistake["id"], name: string): KnownMistake {
  return {
    id,
    title: `\`${name}\` is sent but not signed`,
    advice: `Every protocol parameter but \`oauth_signature\` takes part: add \`${name}\` before signing.`,
    apply: kept((field) => field.name !== name),
  };
}

function rarelyLeftOut(id: KnownMistake["id"], name: string): KnownMistake {
  const mistake = leftOut(id, name);
  return { ...mistake, apply: (draft) => rare(mistake.apply(draft)) };
}

function kept(isKept: (field: Counted) => boolean): KnownMistake["apply"] {
  return ({ fields }) => [{ fields: fields.filter(isKept) }];
}

function fromPairs(pairs: readonly (readonly [string, string])[]): readonly Counted[] {
  return pairs.map(([name, value]) => ({ source: "body", name, value, raw: `${name}=${value}` }));
}

function withTimestamp(
  { fields }: Draft,
  others: (timestamp: string) => readonly string[],
): readonly Change[] {
  const sent = fields.find(({ name }) => name === "oauth_timestamp")?.value ?? "";
  if (!/^\d{1,15}$/.test(sent)) return [];
  return others(sent).map((value) => ({
    fields: fields.map((field) => (field.name === "oauth_timestamp" ? { ...field, value } : field)),
    detail: `signed ${value}`,
  }));
}

function nearby(timestamp: string): readonly string[] {
  return [-1, 1, -2, 2].map((step) => String(Number(timestamp) + step));
}

function otherUnit(timestamp: string): readonly string[] {
  return timestamp.length > 11
    ? [timestamp.slice(0, -3), String(Math.round(Number(timestamp) / 1000))]
    : [`${timestamp}000`];
}

// What stands in a header is not read as a form.
function reread(field: Counted, raw: string): Counted {
  if (raw === field.raw || (field.source !== "query" && field.source !== "form")) return field;
  const [pair] = parseForm(raw);
  return pair === undefined ? field : { ...field, name: pair[0], value: pair[1] };
}

function hasNameOf({ name }: Counted): (other: Counted) => boolean {
  return (other) => other.name === name;
}

function joined(fields: readonly Counted[]): readonly Counted[] {
  const values = new Map<string, Counted>();
  for (const field of fields) {
    const known = values.get(field.name);
    const value = `${known?.value}%2C${field.value}`;
    values.set(field.name, known === undefined ? field : { ...field, value });
  }
  return [...values.values()];
}

function renamed(
  rename: (name: string, place: { readonly count: number; readonly index: number }) => string,
): KnownMistake["apply"] {
  return ({ fields }) => {
    const counts = new Map<string, number>();
    for (const { name } of fields) counts.set(name, (counts.get(name) ?? 0) + 1);
    const seen = new Map<string, number>();
    const result = fields.map((field) => {
      const index = seen.get(field.name) ?? 0;
      seen.set(field.name, index + 1);
      const name = rename(field.name, { count: counts.get(field.name) ?? 1, index });
      return name === field.name ? field : { ...field, name };
    });
    return [{ fields: result }];
  };
}
