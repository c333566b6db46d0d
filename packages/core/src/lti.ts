import { decode, encode } from "./percent.js";
import { formatForm, parseForm, type Parameter } from "./parameters.js";
import {
  FORM_TYPE,
  formBody,
  isRequest,
  receivedTarget,
  requestParts,
  type RequestParts,
} from "./request.js";
import { sign, type SignedRequest, type SignOptions } from "./sign.js";
import { demanded, type Credentials } from "./signature-method.js";
import type { KeyLookup, Verdict, Verified, VerifyOptions, VerifyProblem } from "./verdict.js";
import { verify } from "./verify.js";

/** A launch that is ready to be posted by the user's browser: every field of the form, in order, not encoded. */
export interface SignedLaunch {
  readonly url: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
}

/** Which messages are meant. */
export interface MessageOptions {
  /**
   * The values of `lti_message_type`; a launch's, `basic-lti-launch-request`, alone by default. Content-Item messages have
   * others: `ContentItemSelectionRequest` and `ContentItemSelection`. Where the fields to sign name none, the first is added.
   */
  readonly messageTypes?: readonly string[];
}

/** What can be wrong with a launch besides its signature. */
export type LaunchProblem = VerifyProblem | "launch_malformed";

/** A launch that its platform has signed. Whether its nonce is new is for the caller to say. */
export interface VerifiedLaunch extends Verified {
  /** A field of the launch, such as `user_id` or `custom_chapter`; the first of its name. */
  readonly field: (name: string) => string | undefined;
  readonly fields: readonly (readonly [name: string, value: string])[];
}

/**
 * Signs an LTI 1.1 launch: a form that the platform lets the user's browser post to the tool, its fields signed with the
 * protocol parameters among them (LTI 1.1 section 4.2), or another message that is posted so. Line breaks are signed as
 * browsers post them, CR LF. Rejects with a TypeError when a field that every such message has is missing, and for a field
 * that signing adds.
 *
 * @example
 * const launch = await signLaunch(
 *   { url: "https://tool.example.com/launch", fields: [["resource_link_id", "7"], ["user_id", "alice"]] },
 *   { key: "platform", secret: "secret" },
 * );
 * launch.fields.find(([name]) => name === "oauth_callback"); // => ["oauth_callback", "about:blank"]
 */
export async function signLaunch(
  { url, fields }: SignedLaunch,
  consumer: Credentials["consumer"],
  options: Omit<SignOptions, "parameters" | "transmission"> & MessageOptions = {},
): Promise<SignedLaunch> {
  const { messageTypes = [LAUNCH], ...signing } = options;
  // Who has no types passes null for what is not set, too.
  const given = fields.map(
    ([name, value]: readonly [string, string | null]) =>
      [posted(name), posted(demanded(value ?? undefined, `field ${name}`))] as const,
  );
  const usual = [[TYPE, messageTypes[0] ?? ""] as const, VERSION];
  const all = [...usual.filter(([name]) => !hasField(given, name)), ...given];
  const problem = launchFlaw(all, messageTypes);
  if (problem !== undefined) throw new TypeError(`This is no LTI 1.1 launch: ${problem}`);
  if (given.some(([name]) => name === "")) {
    throw new TypeError(
      "A field has no name: browsers do not post it, and the tool would miss it.",
    );
  }
  if (given.filter(([name]) => name === CALLBACK).length > 1) {
    throw new TypeError(`The field ${CALLBACK} stands there twice, which no tool accepts.`);
  }
  const added = given.find(([name]) => name.startsWith("oauth_") && name !== CALLBACK)?.[0];
  if (added !== undefined) {
    throw new TypeError(`Signing adds the protocol parameters: leave ${added} out of the fields.`);
  }
  const body = formatForm(all.map(([name, value]) => [encode(name), encode(value)]));
  const headers = { "content-type": FORM_TYPE };
  const { request } = await sign(
    { method: "POST", url, headers, body },
    { consumer },
    { ...signing, transmission: "body", parameters: hasField(given, CALLBACK) ? [] : [NOWHERE] },
  );
  return { url, fields: decodedForm(request) };
}

/**
 * Verifies an LTI 1.1 launch that a browser has posted (LTI 1.1 section 4.3), or another message of `messageTypes`. The
 * answer is a verdict, whatever was sent. A query may be signed as RFC 5849 wants it, or as Canvas does it, which repeats it
 * among the fields and signs them alone: one that the fields repeat word for word need not count.
 *
 * @example
 * const launch = await signLaunch(
 *   { url: "https://tool.example.com/launch", fields: [["resource_link_id", "7"], ["user_id", "alice"]] },
 *   { key: "platform", secret: "secret" },
 * );
 * const posted = { method: "POST", url: launch.url, body: new URLSearchParams(launch.fields) };
 * const verdict = await verifyLaunch(posted, () => ({ consumer: { secret: "secret" } }), { methods: [hmacSha1] });
 * verdict.ok && verdict.field("user_id"); // => "alice"
 */
export async function verifyLaunch(
  request: Request | RequestParts,
  keys: KeyLookup,
  options: VerifyOptions & MessageOptions,
): Promise<Verdict<VerifiedLaunch, LaunchProblem>> {
  const first = await verify(request, keys, options);
  if (!first.ok && first.problem !== "signature_invalid") return first;
  // What has come to its signature is within the limits, so it may be read once more.
  const parts = isRequest(request) ? await requestParts(request, "form") : request;
  const other = first.ok ? undefined : withoutRepeatedQuery(parts);
  const verdict = other === undefined ? first : await verify(other, keys, options);
  if (!verdict.ok) return verdict;
  const launch = launchFields(parts, options);
  return launch.ok ? { ...verdict, ...launch } : launch;
}

/**
 * A launch without its query, where its fields repeat that word for word: Canvas signs the fields alone then. `undefined` for
 * any other, whose query is signed as RFC 5849 wants it. For who verifies in steps; `verifyLaunch` asks it itself.
 *
 * @example
 * const body = new URLSearchParams({ course: "7", user_id: "alice" });
 * withoutRepeatedQuery({ method: "POST", url: "https://tool.example.com/?course=7", body })?.url; // => "https://tool.example.com/"
 * withoutRepeatedQuery({ method: "POST", url: "https://tool.example.com/?course=8", body }); // => undefined
 */
export function withoutRepeatedQuery(request: RequestParts): RequestParts | undefined {
  const query = parseForm(receivedTarget(request.url)?.query ?? "");
  const fields = new Set(parseForm(formBody(request) ?? "").map(pairText));
  const isRepeated = query.length > 0 && query.every((pair) => fields.has(pairText(pair)));
  return isRepeated ? { ...request, url: request.url.replace(/\?.*/s, "") } : undefined;
}

function pairText([name, value]: Parameter): string {
  return `${name}=${value}`;
}

/**
 * Reads the form of a launch, for who has verified its signature already. A body under another content type is no form, and
 * no signature covers it.
 *
 * @example
 * const body = new URLSearchParams({ lti_version: "LTI-1p0" });
 * launchFields({ method: "POST", url: "https://tool.example.com/launch", body });
 * // => { ok: false, problem: "launch_malformed", advice: "lti_message_type has to be basic-lti-launch-request." }
 */
export function launchFields(
  request: RequestParts,
  { messageTypes = [LAUNCH] }: MessageOptions = {},
): Verdict<Pick<VerifiedLaunch, "field" | "fields">, "launch_malformed"> {
  const fields = decodedForm(request);
  const advice = launchFlaw(fields, messageTypes);
  if (advice !== undefined) return { ok: false, problem: "launch_malformed", advice };
  return { ok: true, fields, field: (name) => valueOf(fields, name) };
}

/**
 * Signs a message to an outcomes service of LTI 1.1: XML whose hash is signed in the header, as a body that is no form has
 * to be (LTI 1.1 section 4.3, OAuth Request Body Hash 1.0). The hash is the signature method's, as other implementations have it.
 *
 * @example
 * const { request } = await signOutcome(
 *   { url: "https://platform.example.com/outcomes", xml: "<imsx_POXEnvelopeRequest/>" },
 *   { key: "platform", secret: "secret" },
 * );
 * const keys = () => ({ consumer: { secret: "secret" } });
 * (await verifyOutcome(request, keys, { methods: [hmacSha1] })).ok; // => true
 * (await verifyOutcome({ ...request, body: "<other/>" }, keys, { methods: [hmacSha1] })).ok; // => false
 */
export function signOutcome(
  { url, xml }: { readonly url: string; readonly xml: string },
  consumer: Credentials["consumer"],
  options: Omit<SignOptions, "bodyHash" | "transmission"> = {},
): Promise<SignedRequest<RequestParts>> {
  const headers = { "content-type": "application/xml" };
  const request = { method: "POST", url, headers, body: xml };
  return sign(request, { consumer }, { ...options, bodyHash: "always" });
}

/** Verifies a message to an outcomes service: its signature, and that the body is the one that was signed. */
export function verifyOutcome(
  request: Request | RequestParts,
  keys: KeyLookup,
  options: VerifyOptions,
): Promise<Verdict> {
  return verify(request, keys, { ...options, requireBodyHash: true });
}

const LAUNCH = "basic-lti-launch-request";

const TYPE = "lti_message_type";

const VERSION = ["lti_version", "LTI-1p0"] as const;

const CALLBACK = "oauth_callback";

/** There is no token to fetch, so nobody has to be called back (LTI 1.1 section 4.2). */
const NOWHERE = [CALLBACK, "about:blank"] as const;

type Fields = SignedLaunch["fields"];

function launchFlaw(fields: Fields, messageTypes: readonly string[]): string | undefined {
  const type = valueOf(fields, TYPE);
  if (type === undefined || !messageTypes.includes(type)) {
    return `${TYPE} has to be ${messageTypes.join(" or ")}.`;
  }
  const [name, version] = VERSION;
  if (valueOf(fields, name) !== version) return `${name} has to be ${version}.`;
  const isLinked = type !== LAUNCH || (valueOf(fields, "resource_link_id") ?? "") !== "";
  return isLinked ? undefined : "resource_link_id is missing.";
}

function valueOf(fields: Fields, name: string): string | undefined {
  return fields.find(([one]) => one === name)?.[1];
}

function hasField(fields: Fields, name: string): boolean {
  return fields.some(([one]) => one === name);
}

// What browsers make of line breaks in a field when they post it (HTML, "constructing the entry list").
function posted(value: unknown): string {
  return String(value).replace(/\r\n?|\n/g, "\r\n");
}

// Only what takes part in the signature may be read as a field: with another content type nobody has signed the body.
function decodedForm(request: RequestParts): Fields {
  return parseForm(formBody(request) ?? "").map(
    ([name, value]) => [decode(name), decode(value)] as const,
  );
}
