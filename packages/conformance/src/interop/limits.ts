import type { Transmission } from "@oauth1/core";
import type { MethodName } from "./party.js";

/** Where in the matrix something holds; what is left out holds everywhere. */
export interface Place {
  /** Names of peers. */
  readonly peers?: readonly string[];
  readonly methods?: readonly MethodName[];
  readonly transmissions?: readonly Transmission[];
  /** Legs as in `query brackets`, or all of a group as in `query`. */
  readonly legs?: readonly string[];
}

/** A thing that a peer has no means for: it is not tried. */
export interface Cannot extends Place {
  readonly reason: string;
}

/** A failure that is the peer's own. It is tried, and has to look like `seen`: anything else, a success too, is an error. */
export interface Failure extends Place {
  readonly reason: string;
  readonly seen: RegExp;
  /** Set where it depends on the bytes of the signature: the leg is repeated, forty times at most, until it fails. */
  readonly unsteady?: true;
}

/** What peers have no means for. */
export const CANNOT: readonly Cannot[] = [
  { peers: ["ruby-oauth"], methods: ["HMAC-SHA256"], reason: "It has no HMAC-SHA256." },
  {
    peers: ["Net::OAuth"],
    legs: ["form duplicates"],
    reason: "It takes the parameters of a form as a hash, in which names cannot repeat.",
  },
  {
    peers: ["php-oauth"],
    legs: ["form duplicates"],
    reason: "It takes the parameters of a form as an array, in which names cannot repeat.",
  },
  {
    peers: ["oauth"],
    transmissions: ["body"],
    reason: "It has no way to put the protocol's parameters into the body.",
  },
  {
    peers: ["oauth"],
    transmissions: ["query"],
    legs: ["form", "json"],
    reason: "`signUrl`, which is its way to sign in the query, takes no body.",
  },
  {
    peers: ["passport-oauth1", "grant"],
    transmissions: ["query", "body"],
    reason: "It puts the protocol's parameters into the header and nowhere else.",
  },
  {
    peers: ["passport-oauth1"],
    methods: ["HMAC-SHA256"],
    reason: "The release of `oauth` that it depends on has no HMAC-SHA256.",
  },
  {
    peers: ["passport-oauth1"],
    legs: ["refused spent verifier"],
    reason: "It forgets a temporary token itself when it has been exchanged.",
  },
  {
    peers: ["passport-oauth1"],
    legs: ["oob"],
    reason: "It takes `oob` for a path of the app's own, and has no page for a verifier.",
  },
  {
    peers: ["grant"],
    methods: ["HMAC-SHA256"],
    reason:
      "It signs with HMAC-SHA1 or, with a private key, RSA-SHA1, and for FreshBooks with PLAINTEXT.",
  },
  {
    peers: ["grant", "grant (at a port)"],
    legs: ["oob"],
    reason: "Its logins end at a callback route of its own, and it has no page for a verifier.",
  },
  {
    peers: ["grant"],
    methods: ["RSA-SHA1", "PLAINTEXT"],
    legs: ["query plain"],
    reason: "It signs the call for the profile with HMAC-SHA1, whatever the login was signed with.",
  },
  {
    peers: ["grant"],
    legs: [
      ...["query brackets", "query plus", "query unicode", "query duplicates", "query empty"],
      ...["query reserved", "query order", "form", "json", "refused"],
    ],
    reason:
      "The one call that it signs is a GET of a fixed URL at the end of a login, for the profile.",
  },
  {
    peers: ["Authlib"],
    methods: ["HMAC-SHA256"],
    reason: "It has HMAC-SHA1, RSA-SHA1 and PLAINTEXT.",
  },
  {
    peers: ["passport-http-oauth"],
    methods: ["RSA-SHA1"],
    reason: "It has HMAC-SHA1, HMAC-SHA256 and PLAINTEXT.",
  },
  // What is so by the protocol itself.
  {
    transmissions: ["body"],
    legs: ["json call"],
    reason: "A JSON body has no room for the parameters (RFC 5849 section 3.5.2).",
  },
  {
    methods: ["PLAINTEXT"],
    legs: ["refused replay", "refused other nonce"],
    reason: "PLAINTEXT needs no nonce and signs nothing (RFC 5849 section 3.4.4).",
  },
  {
    methods: ["RSA-SHA1"],
    legs: ["refused wrong secret"],
    reason: "RSA-SHA1 uses no shared secret (RFC 5849 section 3.4.3).",
  },
];

const SIGNED = ["HMAC-SHA1", "HMAC-SHA256", "RSA-SHA1"] as const;
const REFUSED = /^signature_invalid: 401 /;
const LOST = /^heard /;

/** What peers get wrong. */
export const FAILURES: readonly Failure[] = [
  {
    peers: ["ruby-oauth", "Net::OAuth"],
    methods: SIGNED,
    transmissions: ["body"],
    legs: ["query", "refused replay", "refused other nonce"],
    reason:
      "It repeats the parameters of the URL's query in the body, and does not sign them twice.",
    seen: REFUSED,
  },
  {
    peers: ["ruby-oauth", "Net::OAuth"],
    methods: ["PLAINTEXT"],
    transmissions: ["body"],
    legs: ["query"],
    reason: "It repeats the parameters of the URL's query in the body.",
    seen: LOST,
  },
  {
    peers: ["ruby-oauth", "php-oauth"],
    methods: SIGNED,
    legs: ["query order", "form order"],
    reason: "It sorts names before it encodes them, against RFC 5849 section 3.4.1.3.2.",
    seen: REFUSED,
  },
  {
    peers: ["Net::OAuth"],
    methods: SIGNED,
    transmissions: ["header"],
    legs: ["query unicode"],
    reason: "It takes each byte of a query for a letter, and encodes it once more.",
    seen: REFUSED,
  },
  {
    peers: ["Net::OAuth"],
    transmissions: ["query"],
    legs: ["query unicode"],
    reason: "It takes each byte of a query for a letter, and encodes it once more.",
    seen: LOST,
  },
  {
    peers: ["Net::OAuth"],
    methods: SIGNED,
    transmissions: ["header"],
    legs: ["query duplicates"],
    reason: "It reads a query into a hash, in which names cannot repeat.",
    seen: REFUSED,
  },
  {
    peers: ["Net::OAuth"],
    transmissions: ["query"],
    legs: ["query duplicates"],
    reason: "It reads a query into a hash, in which names cannot repeat.",
    seen: LOST,
  },
  {
    peers: ["php-oauth"],
    methods: SIGNED,
    legs: ["query duplicates"],
    reason: "It signs one value of a name that repeats in a query.",
    seen: REFUSED,
  },
  {
    peers: ["oauth", "passport-oauth1"],
    methods: SIGNED,
    transmissions: ["header"],
    legs: ["query duplicates"],
    reason: "It signs a name that repeats in a query as `name[0]`, `name[1]` and so on.",
    seen: REFUSED,
  },
  {
    peers: ["oauth"],
    transmissions: ["query"],
    legs: ["query duplicates"],
    reason: "It sends a name that repeats in a query as `name[0]`, `name[1]` and so on.",
    seen: LOST,
  },
  {
    peers: ["oauth-1.0a"],
    methods: SIGNED,
    legs: ["query brackets", "query unicode", "query order"],
    reason: "It does not decode the names of a query before it encodes them.",
    seen: REFUSED,
  },
  {
    peers: ["oauth-1.0a"],
    methods: SIGNED,
    legs: ["query plus"],
    reason: "It takes a `+` in a query for a plus sign, where it is a space.",
    seen: REFUSED,
  },
  {
    peers: ["grant (at a port)"],
    legs: ["callback temporary"],
    reason: "It writes a port behind the path in the base string, so a provider cannot have one.",
    seen: /^signature_invalid: /,
  },
  {
    peers: ["Authlib"],
    legs: ["query unicode", "query reserved"],
    reason:
      "It reads Flask's `request.url`, which is decoded in part, and throws at what it finds there.",
    seen: /^500 ValueError: Error trying to decode a non urlencoded string/,
  },
  {
    peers: ["Authlib"],
    methods: SIGNED,
    legs: ["query plus"],
    reason:
      "It reads Flask's `request.url`, in which %2B is a `+` already, and takes that for a space.",
    seen: /^401 .*invalid_signature|^500 ValueError: Invalid base64/,
  },
  {
    peers: ["Authlib"],
    methods: SIGNED,
    legs: ["form duplicates"],
    reason: "It reads Flask's form as a flat dictionary, in which names cannot repeat.",
    seen: /^401 .*invalid_signature|^500 ValueError: Invalid base64/,
  },
  {
    peers: ["Authlib"],
    methods: SIGNED,
    transmissions: ["query"],
    legs: ["query", "form", "json", "refused replay", "refused other nonce"],
    reason:
      "It reads Flask's `request.url`, in which the %2B of a signature is a `+`, and takes that for a space.",
    seen: /^401 .*invalid_signature|^500 ValueError: Invalid base64/,
    unsteady: true,
  },
  {
    peers: ["passport-http-oauth"],
    methods: ["PLAINTEXT"],
    legs: ["callback temporary", "oob temporary"],
    reason:
      "It wants the signature of PLAINTEXT encoded once more than RFC 5849 section 3.4.4 has it.",
    seen: /^401 .*signature_invalid/,
  },
  {
    peers: ["passport-http-oauth"],
    methods: SIGNED,
    legs: ["query duplicates", "form duplicates"],
    reason: "It signs the values of a name that repeats as one value with commas.",
    seen: /^401 Unauthorized/,
  },
];
