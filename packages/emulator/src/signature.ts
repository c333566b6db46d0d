import {
  encode,
  formatAuthorization,
  formatForm,
  verify,
  type RequestParts,
  type SignatureMethod,
  type Verdict,
  type Verified,
  type VerifyingKeys,
} from "@oauth1/core";
import { diagnose } from "@oauth1/core/diagnose";
import type { SigningModel } from "@oauth1/descriptor";
import type { Refusal } from "./answers.js";
import type { Pairs } from "./places.js";
import type { Carrier, Visit } from "./visit.js";

/** What a signature is verified with. */
export interface SignatureKeys {
  readonly keys: VerifyingKeys;
  readonly methods: readonly SignatureMethod<never>[];
  readonly rules: SigningModel;
  /** What of a multipart body is signed. */
  readonly signedText: Pairs | undefined;
}

/** Verifies the signature of a request, and says what is wrong with it (RFC 5849 section 3.2). */
export async function checkSignature(
  visit: Visit,
  carrier: Carrier,
  { keys, methods, rules: { bodyHashAlgorithm }, signedText }: SignatureKeys,
): Promise<({ readonly ok: true } & Verified) | ({ readonly ok: false } & Refusal)> {
  const request = verifiable(visit, carrier, signedText);
  const verdict = await verify(request, () => keys, {
    methods,
    // Where callback and verifier belong is said by the step, which checks it.
    scatteredParameters: true,
    ...(bodyHashAlgorithm === undefined ? {} : { bodyHashAlgorithm }),
  });
  if (verdict.ok) return verdict;
  const { problem } = verdict;
  return {
    ok: false,
    problem,
    advice: await adviceOf(verdict, { request, keys, methods, carrier }),
  };
}

/**
 * A request as core reads it: what travels as JSON is put into the header, and of a multipart body what is signed into a
 * form.
 */
export function verifiable(
  { request, query, url }: Visit,
  { transmission, parameters, realm }: Carrier,
  signedText: Pairs | undefined,
): RequestParts {
  if (signedText !== undefined) return { ...request, ...formOf(request, signedText) };
  if (transmission !== "json") return request;
  const encoded = parameters.map(([name, value]) => [encode(name), encode(value)] as const);
  const authorization = formatAuthorization(encoded, realm === undefined ? {} : { realm });
  const rest = query.filter(([name]) => name !== "Authorization");
  const search = formatForm(rest.map(([name, value]) => [encode(name), encode(value)]));
  return {
    ...request,
    url: search === "" ? url : `${url}?${search}`,
    headers: [...pairsOf(request), ["authorization", authorization]],
  };
}

function formOf(request: RequestParts, text: Pairs): Pick<RequestParts, "body" | "headers"> {
  const others = pairsOf(request).filter(([name = ""]) => name.toLowerCase() !== "content-type");
  return {
    headers: [...others, ["content-type", "application/x-www-form-urlencoded"]],
    body: formatForm(text.map(([name, value]) => [encode(name), encode(value)])),
  };
}

function pairsOf({ headers = [] }: RequestParts): [string, string][] {
  return [...new Headers(headers)].filter(([name]) => name !== "");
}

const UNLIKE_SECRETS = "The signature is another one than the secrets come to.";

/**
 * A base string as the answer to a refused request tells it. What is a secret by its name stays out, and so does what no
 * header of an answer could hold.
 *
 * @example
 * shownBase("POST&https%3A%2F%2Fa.example%2F&x_auth_password%3Dhunter2%26x_auth_mode%3Dclient_auth");
 * // => "Its base string is POST&https%3A%2F%2Fa.example%2F&x_auth_password%3D...%26x_auth_mode%3Dclient_auth"
 */
export function shownBase(baseString: string): string {
  const [method = "", uri = "", parameters = ""] = baseString.split("&");
  const pairs = parameters.split("%26").map((pair) => {
    const [name = ""] = pair.split("%3D", 1);
    return /password|secret/i.test(name) ? `${name}%3D...` : pair;
  });
  const shown = [method, uri, pairs.join("%26")].join("&");
  if (shown.length <= MOST_SHOWN) return `Its base string is ${shown}`;
  return `Its base string has ${baseString.length} characters, and begins ${shown.slice(0, MOST_SHOWN)}`;
}

/** Clients take headers of 8,192 bytes and more, and there it is encoded once again. */
const MOST_SHOWN = 2000;

async function adviceOf(
  { problem, advice = "" }: Extract<Verdict, { ok: false }>,
  sent: {
    readonly request: RequestParts;
    readonly keys: VerifyingKeys;
    readonly methods: readonly SignatureMethod<never>[];
    readonly carrier: Carrier;
  },
): Promise<string> {
  const { request, keys, methods, carrier } = sent;
  switch (problem) {
    case "signature_method_rejected":
      return `oauth_signature_method has to be ${methods.map(({ name }) => name).join(" or ")}, and is ${carrier.value("oauth_signature_method") ?? "missing"}.`;
    case "parameter_absent":
      return advice.includes(" ") ? advice : `${advice} is missing.`;
    case "signature_invalid": {
      const diagnosis = await diagnose({ request, received: true, credentials: keys, methods });
      if (diagnosis.verdict === "explained")
        return diagnosis.mistakes.map(({ title, advice: mend }) => `${title}. ${mend}`).join(" ");
      const method = methods.find(({ name }) => name === carrier.value("oauth_signature_method"));
      if (method?.hash === undefined || !("baseString" in diagnosis)) return UNLIKE_SECRETS;
      return `The signature is another one than the secrets and this request come to. ${shownBase(diagnosis.baseString)}`;
    }
    case "body_hash_invalid":
      return "oauth_body_hash is not the hash of this body.";
    case "version_rejected":
      return "oauth_version has to be 1.0.";
    case "consumer_key_unknown":
    case "parameter_rejected":
      return advice;
  }
}
