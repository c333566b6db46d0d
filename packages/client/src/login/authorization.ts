import { encode } from "@oauth1/core";
import type { CredentialsAnswer } from "../answer.js";
import type { StepParameter } from "../description.js";
import type { FlowContext } from "../flow.js";
import { withMissing, withQuery, type Pair } from "../query.js";
import { valuesOf, type StepTexts } from "./step-parameters.js";

/** Where the user is sent (RFC 5849 section 2.2). */
export interface AuthorizationDescription {
  /** A template, in which `{oauth_token}` and `{oauth_consumer_key}` stand for the login's own. */
  readonly url: string;
  /** `GET` by default: a page. Otherwise a call of the user's own program, which answers with the verifier. */
  readonly method?: "GET" | "POST" | "PUT";
  /** Where the answer of such a call has the verifier; `oauth_verifier` by default. */
  readonly verifierAt?: string;
  /** Other pages for the same step, by name. */
  readonly variants?: Readonly<Record<string, string>>;
  /** The field of the temporary credentials' answer that holds the URL. */
  readonly urlField?: string;
  /** `oauth_token` by default; none where the token stands in the URL already. */
  readonly tokenParameter?: string;
  /** The parameter that repeats the consumer key. */
  readonly consumerKeyParameter?: string;
  /** The parameter that repeats the callback. */
  readonly callbackParameter?: string;
  readonly parameters?: Readonly<Record<string, Omit<StepParameter, "in">>>;
}

/** One user's way to the provider. */
export interface Visit {
  /** The answer with the temporary credentials. */
  readonly answer: CredentialsAnswer;
  readonly callback?: string | undefined;
  readonly variant?: string | undefined;
  readonly texts: StepTexts;
}

/**
 * The URL to send a user to. Throws a TypeError for a variant that the provider does not have, and a `LoginError` where the
 * provider has to name the URL and does not.
 */
export function authorizationUrl(
  authorization: AuthorizationDescription,
  { consumerKey, transport }: FlowContext,
  visit: Visit,
): string {
  const { key } = visit.answer.token;
  const { callbackParameter, consumerKeyParameter, parameters, tokenParameter } = authorization;
  const fill = (template: string): string =>
    template
      .replaceAll("{oauth_token}", encode(key))
      .replaceAll("{oauth_consumer_key}", encode(consumerKey));
  const urlField = visit.variant === undefined ? authorization.urlField : undefined;
  const template = urlField === undefined ? templateOf(authorization, visit.variant) : "";
  const url =
    urlField === undefined
      ? transport.locate(fill(template))
      : transport.relocate(givenUrl(urlField, visit.answer));
  // What a provider names may have any of them already.
  const add = urlField === undefined ? withQuery : withMissing;
  const isNamed = template.includes("{oauth_token}");
  return add(url, [
    ...pair(tokenParameter ?? (isNamed ? undefined : "oauth_token"), key),
    ...pair(consumerKeyParameter, consumerKey),
    ...pair(callbackParameter, visit.callback),
    ...valuesOf(parameters, visit.texts),
  ]);
}

function templateOf(
  { url, variants = {} }: AuthorizationDescription,
  variant: string | undefined,
): string {
  if (variant === undefined) return url;
  const other = new Map(Object.entries(variants)).get(variant);
  if (other !== undefined) return other;
  const known = Object.keys(variants).join(", ") || "none";
  throw new TypeError(
    `This login has no variant ${JSON.stringify(variant)}; those it has: ${known}.`,
  );
}

/**
 * Whether text is a URL that a browser may be sent to, and not one that it would run.
 *
 * @example
 * isWebUrl("https://photos.example.net/authorize"); // => true
 * isWebUrl("javascript:alert(1)"); // => false
 */
export function isWebUrl(text: string): boolean {
  return /^https?:/i.test(text) && URL.canParse(text);
}

function givenUrl(urlField: string, answer: CredentialsAnswer): string {
  const url = answer.value(urlField) ?? "";
  if (isWebUrl(url)) return url;
  throw answer.error("response_malformed", `The provider's answer has no URL in ${urlField}.`);
}

function pair(name: string | undefined, value: string | undefined): readonly Pair[] {
  return name === undefined || value === undefined ? [] : [[name, value]];
}
