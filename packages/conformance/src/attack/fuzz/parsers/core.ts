import {
  decode,
  encode,
  encodeWire,
  formatAuthorization,
  formatForm,
  normalize,
  parseAuthorization,
  parseForm,
  receivedTarget,
  verify,
  type RequestParts,
} from "@oauth1/core";
import { diagnose, formatDiagnosis } from "@oauth1/core/diagnose";
import { explain, formatExplanation } from "@oauth1/core/explain";
import { verifyLaunch, verifyOutcome } from "@oauth1/core/lti";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import { plaintext } from "@oauth1/core/methods/plaintext";
import { rsaSha256 } from "@oauth1/core/methods/rsa-sha256";
import { CREDENTIALS as HEADERS } from "../dictionary.js";
import { isOurTypeError, messageOf, type Parser } from "../parser.js";

const KEYS = { consumer: { key: "k", secret: "s" }, token: { key: "t", secret: "u" } } as const;
const OPTIONS = { methods: [hmacSha1, plaintext, rsaSha256] };
const FORM = "content-type: application/x-www-form-urlencoded";
const SIGNED =
  'OAuth realm="r", oauth_consumer_key="k", oauth_token="t", oauth_nonce="n", oauth_timestamp="1", oauth_signature_method="HMAC-SHA1", oauth_signature="c2ln%3D", oauth_version="1.0"';

const REQUESTS = [
  `GET https://example.com/a?b=c&b=%20\nauthorization: ${SIGNED}`,
  `POST http://EXAMPLE.com:80/r%20v\nauthorization: ${SIGNED}\n${FORM}\n\na=1&a=2+%FF`,
  `POST https://example.com/launch\n${FORM}\n\nlti_message_type=basic-lti-launch-request&lti_version=LTI-1p0&resource_link_id=1&oauth_consumer_key=k&oauth_nonce=n&oauth_timestamp=1&oauth_signature_method=HMAC-SHA1&oauth_signature=a%3D&oauth_callback=about%3Ablank`,
  `POST https://example.com/\nauthorization: ${SIGNED}, oauth_body_hash="2jmj7l5rSw0yVb%2FvlWAYkK%2FYBwk%3D"\ncontent-type: application/json\n\n{}`,
];

/** What the core reads: wire forms, and whole requests as a peer sends them. */
export const CORE_PARSERS: Readonly<Record<string, Parser>> = {
  "an Authorization header": { seeds: [SIGNED, ...HEADERS], read: readsHeader },
  "a form": { seeds: ["a=1&b=%20+&&c", "a[]=%FF&a=%zz", "=&="], read: readsForm },
  "percent encoding": {
    seeds: ["%E2%98%83", "a%zz%", "☃+ü"],
    read(text) {
      if (decode(encode(text)) !== text.toWellFormed()) throw new Error("it is another text");
      return decode(encodeWire(text));
    },
  },
  "a request target": {
    seeds: ["https://example.com:443/a/../b?c#d", "/path?query", "http://[::1]:80/"],
    read: (text) => receivedTarget(text),
  },
  "a request to verify": {
    seeds: REQUESTS,
    read: (text) => verify(requestOf(text), () => KEYS, OPTIONS),
  },
  "an LTI launch": {
    seeds: REQUESTS,
    read: (text) => verifyLaunch(requestOf(text), () => KEYS, OPTIONS),
  },
  "an LTI outcome": {
    seeds: REQUESTS,
    read: (text) => verifyOutcome(requestOf(text), () => KEYS, OPTIONS),
  },
  "a request to explain": {
    seeds: REQUESTS,
    isRefusal: isOurTypeError,
    read: (text) => formatExplanation(explain(requestOf(text), KEYS)),
  },
  "a request to diagnose": {
    seeds: REQUESTS,
    isRefusal: isOurTypeError,
    async read(text) {
      const [request = "", baseString] = text.split("\0");
      const asked = { request: requestOf(request), credentials: KEYS };
      return formatDiagnosis(
        await diagnose(baseString === undefined ? asked : { ...asked, baseString }),
      );
    },
  },
};

function readsHeader(text: string): void {
  const parsed = parseAuthorization(text);
  if (parsed?.ok !== true) return;
  const written = formatAuthorization(parsed.parameters);
  const again = parseAuthorization(written);
  const [before, after] = [parsed.parameters, again?.ok === true ? again.parameters : again];
  if (JSON.stringify(before) !== JSON.stringify(after)) throw new Error(`it becomes ${written}`);
}

function readsForm(text: string): void {
  const parameters = parseForm(text);
  const again = parseForm(formatForm(parameters));
  if (JSON.stringify(parameters) !== JSON.stringify(again)) throw new Error("it is another form");
  if (normalize(parameters) !== normalize(parameters.toReversed()))
    throw new Error("its order decides");
}

function requestOf(text: string): RequestParts {
  const { start, fields, body } = messageOf(text);
  const space = start.indexOf(" ");
  const [method, url] = [start.slice(0, space), start.slice(space + 1)];
  const parts = {
    method,
    url,
    headers: fields.map(([name, value]): [string, string] => [name, value]),
  };
  return body === "" ? parts : { ...parts, body };
}
