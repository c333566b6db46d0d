import { decode, encode } from "../percent.js";
import type { Draft, Key, Sent } from "./draft.js";
import { asItIs, formEncoded, latin1 } from "./escapes.js";
import { rare, type Change, type KnownMistake } from "./mistake.js";

/** Mistakes in the key and in what is done with it (RFC 5849 section 3.4.2), the likeliest first. */
export const KEY_MISTAKES: readonly KnownMistake[] = [
  {
    id: "secret-not-encoded",
    title: "The secrets are not percent-encoded in the key",
    advice:
      "Percent-encode the consumer secret and the token secret, each on its own, before they are joined with `&`.",
    apply: ({ key }) => [{ key: { ...key, write: asItIs } }, ...rare(onlyOneAsItIs(key))],
  },
  {
    id: "token-secret-empty",
    title: "The token secret is missing from the key",
    advice:
      "The request carries a token, so its secret belongs behind the `&`: pass it to the signer.",
    apply: ({ key, sent }) => (hasToken(sent) ? [{ key: { ...key, token: "" } }] : []),
  },
  {
    id: "token-not-sent",
    title: "No token is sent, and no token secret is in the key",
    advice:
      "Where a token was meant, send `oauth_token` and sign with its secret. Where none was, the signature is right: check it without a token secret.",
    apply: ({ key, sent }) => (hasToken(sent) ? [] : [{ key: { ...key, token: "" } }]),
  },
  {
    id: "token-secret-previous",
    title: "The token secret is another one, as of an earlier leg",
    advice:
      "Sign with the secret that came with the token being sent: the temporary one for the token request, that of the token credentials from then on.",
    apply: ({ key, sent }) => sent.otherSecrets.map((token) => ({ key: { ...key, token } })),
  },
  {
    id: "consumer-secret-other",
    title: "The consumer secret is another one",
    advice:
      "Sign with the consumer secret that belongs to the consumer key being sent, not with that of another app or sandbox.",
    apply: ({ key, sent }) =>
      rare(sent.otherSecrets.map((consumer) => ({ key: { ...key, consumer } }))),
  },
  {
    id: "ampersand-missing",
    title: "The key has no `&`",
    advice:
      "Join the secrets with `&`, also when there is no token secret: `consumerSecret&` is a key.",
    apply: ({ key }) => [{ key: { ...key, join: (consumer, token) => `${consumer}${token}` } }],
  },
  {
    id: "ampersand-added",
    title: "The key ends with `&`, which this server does not want",
    advice: "Leave the trailing `&` out of the key while there is no token secret.",
    apply: ({ key }) => [{ key: { ...key, join: (consumer, token) => `${consumer}&${token}` } }],
  },
  {
    id: "hash-other",
    title: "The signature was made with another hash than `oauth_signature_method` names",
    advice: "Name the method that is used, or use the one that is named.",
    apply: ({ mac, sent }) =>
      mac.usesKey
        ? sent.hmacs
            .filter((other) => other !== mac)
            .map((other) => ({ mac: other, ...detail(other.hash) }))
        : [],
  },
  {
    id: "secrets-swapped",
    title: "Consumer secret and token secret have changed places",
    advice: "The consumer secret comes first in the key, then `&`, then the token secret.",
    apply: ({ key }) => [{ key: { ...key, consumer: key.token, token: key.consumer } }],
  },
  {
    id: "secret-encoded-twice",
    title: "The secrets are percent-encoded twice in the key",
    advice:
      "Encode each secret once. If the signing function encodes, pass it the secrets as they were issued.",
    apply: ({ key }) => [{ key: { ...key, write: (secret) => encode(key.write(secret)) } }],
  },
  {
    id: "secret-form-encoded",
    title: "The secrets are encoded as a form is, with `+` for a space",
    advice: "Percent-encode the secrets: a space is `%20`, and `*` and `~` are `%2A` and `~`.",
    apply: ({ key }) => [
      { key: { ...key, write: (secret) => key.write(secret).replaceAll("%20", "+") } },
      ...rare([{ key: { ...key, write: (secret) => formEncoded(key.write(secret)) } }]),
    ],
  },
  {
    id: "key-consumer-secret-alone",
    title: "The consumer secret as it is, without `&` and token secret, is the key",
    advice: "The key is both secrets, each percent-encoded and joined with `&`.",
    apply: ({ key }) =>
      key.token === "" ? [] : [{ key: { ...key, write: asItIs, join: (consumer) => consumer } }],
  },
  {
    id: "key-encoded-whole",
    title: "The key was joined first and encoded then, its `&` too",
    advice: "Encode each secret on its own, then join them with a plain `&`.",
    apply: ({ key }) => [
      {
        key: {
          ...key,
          write: asItIs,
          join: (consumer, token) => encode(key.join(consumer, token)),
        },
      },
      ...rare([{ key: { ...key, join: (consumer, token) => encode(key.join(consumer, token)) } }]),
    ],
  },
  {
    id: "consumer-secret-empty",
    title: "The consumer secret is missing from the key",
    advice: "Pass the consumer secret to the signer: it stands before the `&`.",
    apply: ({ key }) => [{ key: { ...key, consumer: "" } }],
  },
  {
    id: "key-latin1",
    title: "The secrets were turned into bytes as Latin-1",
    advice: "Secrets are UTF-8 before they are percent-encoded.",
    apply: ({ key }) =>
      rare([
        {
          key: { ...key, write: (secret) => latin1(key.write(secret)) },
          detail: "percent-encoded",
        },
        ...latin1AsItIs(key),
      ]),
  },
  {
    id: "secret-not-set",
    title: "A secret is the text undefined, null or None",
    advice:
      "The signer makes text of a variable that is not set: look for the name that it has in the environment or the configuration.",
    apply: ({ key }) =>
      rare(
        ["undefined", "null", "None"].flatMap((text) => [
          { key: { ...key, consumer: text }, detail: `the consumer's: ${text}` },
          { key: { ...key, token: text }, detail: `the token's: ${text}` },
          { key: { ...key, consumer: text, token: text }, detail: `both: ${text}` },
        ]),
      ),
  },
  {
    id: "key-for-secret",
    title: "A key stands where its secret belongs",
    advice:
      "`oauth_consumer_key` and `oauth_token` are sent; the signature needs the secrets that were issued with them.",
    apply: (draft) => rare(keysForSecrets(draft)),
  },
  {
    id: "secret-whitespace",
    title: "A secret has white space around it, or has lost it",
    advice:
      "Compare the secret with the issued one, above all its end: files and copied text often add a line break or a space.",
    apply: ({ key }) =>
      rare([
        { key: { ...key, consumer: key.consumer.trim(), token: key.token.trim() } },
        ...["\n", " "].flatMap((space) => [
          { key: { ...key, consumer: `${key.consumer}${space}` } },
          { key: { ...key, token: `${key.token}${space}` } },
        ]),
      ]),
  },
  {
    id: "key-and-text-swapped",
    title: "Key and text of the HMAC have changed places",
    advice:
      "The secrets are the HMAC's key and the base string is its text: look up the order of the arguments.",
    apply: ({ isSwapped }) => rare([{ isSwapped: !isSwapped }]),
  },
];

// ASCII is the same in both charsets, and then nobody has made this mistake.
function latin1AsItIs(key: Key): readonly Change[] {
  if (!/[^\0-\x7f]/.test(key.consumer + key.token)) return [];
  return [{ key: { ...key, write: asItIs, charset: "latin-1" }, detail: "as it is" }];
}

function onlyOneAsItIs(key: Key): readonly Change[] {
  const { consumer, token, write, join } = key;
  if (write(consumer) === consumer || write(token) === token) return [];
  return [
    {
      key: { ...key, write: asItIs, join: (first, last) => join(first, write(last)) },
      detail: "only that of the consumer",
    },
    {
      key: { ...key, write: asItIs, join: (first, last) => join(write(first), last) },
      detail: "only that of the token",
    },
  ];
}

function detail(text: string | undefined): Pick<Change, "detail"> {
  return text === undefined ? {} : { detail: text };
}

// An empty token is no token.
function hasToken(sent: Sent): boolean {
  return valueOf(sent, "oauth_token") !== "";
}

function valueOf({ fields }: Sent, name: string): string {
  return decode(fields.find((field) => field.name === name)?.value ?? "");
}

function keysForSecrets({ key, sent }: Draft): readonly Change[] {
  const consumer = valueOf(sent, "oauth_consumer_key");
  const token = valueOf(sent, "oauth_token");
  const changed = (secrets: Partial<Key>, name: string): Change => ({
    key: { ...key, ...secrets },
    detail: name,
  });
  const ofConsumer = changed({ consumer }, "oauth_consumer_key");
  if (!hasToken(sent)) return [ofConsumer];
  return [
    ofConsumer,
    changed({ token }, "oauth_token"),
    changed({ consumer, token }, "oauth_consumer_key, oauth_token"),
  ];
}
