import type { BodyHashRule, RequestParts, Transmission } from "@oauth1/core";
import type { PageProvider, SampleRequest } from "../contract.js";

/** What the fields of the playground hold. */
export interface Form {
  readonly method: string;
  readonly url: string;
  /** A field a line. */
  readonly headers: string;
  readonly body: string;
  readonly consumerKey: string;
  readonly consumerSecret: string;
  /** PEM. */
  readonly privateKey: string;
  readonly token: string;
  readonly tokenSecret: string;
  /** The name on the wire. */
  readonly signatureMethod: string;
  readonly transmission: Transmission;
  readonly realm: string;
  /** Whether nonce and timestamp are those below; otherwise they are made anew for each signature. */
  readonly isFixed: boolean;
  readonly nonce: string;
  readonly timestamp: string;
  readonly version: boolean;
  readonly bodyHash: BodyHashRule;
  readonly separator: string;
  readonly emptyToken: boolean;
  readonly keyAmpersand: boolean;
  /** Further `oauth_` parameters, `name=value` a line. */
  readonly parameters: string;
}

/** The example of RFC 5849 section 1.2, so that there is something to see from the beginning. */
export const FIRST_FORM: Form = {
  method: "GET",
  url: "http://photos.example.net/photos?file=vacation.jpg&size=original",
  headers: "",
  body: "",
  consumerKey: "dpf43f3p2l4k3l03",
  consumerSecret: "kd94hf93k423kf44",
  privateKey: "",
  token: "nnch734d00sl2jdk",
  tokenSecret: "pfkkdhi9sl3r4s00",
  signatureMethod: "HMAC-SHA1",
  transmission: "header",
  realm: "Photos",
  isFixed: true,
  nonce: "chapoH",
  timestamp: "137131202",
  version: false,
  bodyHash: "never",
  separator: ", ",
  emptyToken: false,
  keyAmpersand: true,
  parameters: "",
};

/** How a provider wants requests signed. */
export function providerFields(provider: PageProvider): Partial<Form> {
  const { methods, transmission, realm = "", bodyHash, version } = provider;
  const { separator = ", ", emptyToken = false, keyAmpersand = true } = provider;
  return {
    transmission,
    realm,
    bodyHash,
    version,
    separator,
    emptyToken,
    keyAmpersand,
    signatureMethod: methods[0] ?? FIRST_FORM.signatureMethod,
    isFixed: false,
    consumerKey: "your-consumer-key",
    consumerSecret: "your-consumer-secret",
  };
}

/** A request to try, with made-up credentials for its leg. */
export function sampleFields(sample: SampleRequest): Partial<Form> {
  const { method, url, headers = [], body = "", leg, parameters = [] } = sample;
  return {
    ...requestFields({ method, url, headers: headers.map(([name, value]) => [name, value]), body }),
    ...(leg === "temporary" || leg === "consumer"
      ? { token: "", tokenSecret: "" }
      : { token: "your-token", tokenSecret: "your-token-secret" }),
    parameters: parameters.map(([name, value]) => `${name}=${value}`).join("\n"),
  };
}

/** A request without what has signed it before. */
export function requestFields({ method, url, headers, body = "" }: RequestParts): Partial<Form> {
  const fields = [...new Headers(headers)].filter(([name]) => name !== "authorization");
  return {
    method,
    url,
    headers: fields.map(([name, value]) => `${name}: ${value}`).join("\n"),
    body: String(body),
  };
}
