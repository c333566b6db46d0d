import {
  formatAuthorization,
  sentTarget,
  sign,
  signature,
  type Credentials,
  type RequestParts,
  type SignedRequest,
  type SignOptions,
} from "@oauth1/core";
import { explain, type Explanation } from "@oauth1/core/explain";
import { fieldOf } from "../../src/input.js";
import { methodNamed, type AnyKey } from "../shared/methods.js";
import type { Form } from "./form.js";

/** What is wrong, by the field that it is about. */
export type Problems = Readonly<Partial<Record<keyof Form, string>>>;

/** A signature with all that led to it, or why there is none. */
export type Outcome =
  | {
      readonly ok: true;
      readonly signed: SignedRequest<RequestParts>;
      readonly explanation: Explanation;
    }
  | { readonly ok: false; readonly problems: Problems };

/** Signs what the fields hold. */
export async function signForm(form: Form): Promise<Outcome> {
  const read = readForm(form);
  if (!read.ok) return read;
  const { request, credentials, options } = read;
  const { key, method } = methodNamed(form.signatureMethod);
  try {
    // Without a key first, so that what fails is the request.
    await sign(request, credentials, {
      ...options,
      method: { ...method, sign: () => signature("") },
    });
  } catch (error) {
    return refused("transmission", error);
  }
  try {
    const signed = await sign(request, credentials, { ...options, method });
    return { ok: true, signed, explanation: explain(signed.request, credentials, options) };
  } catch (error) {
    return refused(key === "secret" ? "consumerSecret" : "privateKey", error);
  }
}

/** What the fields hold, as core takes it. */
export interface ReadForm {
  readonly ok: true;
  readonly request: RequestParts;
  readonly credentials: Credentials<AnyKey>;
  readonly options: Omit<SignOptions, "method">;
}

/** Reads the fields, each by itself, so that each can say what is wrong with it. */
export function readForm(form: Form): ReadForm | Extract<Outcome, { ok: false }> {
  const problems: Partial<Record<keyof Form, string>> = {};
  const field = <T>(name: keyof Form, read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      problems[name] = message(error);
      return undefined;
    }
  };
  const method = field("method", () => methodOf(form.method)) ?? "";
  field("url", () => checkUrl(form.url));
  const headers = field("headers", () => headersOf(form.headers)) ?? [];
  const parameters = field("parameters", () => linesOf(form.parameters).map(parameterOf)) ?? [];
  field("realm", () => formatAuthorization([], { realm: form.realm }));
  if (Object.keys(problems).length > 0) return { ok: false, problems };
  const { url, body } = form;
  const request = { method, url, headers, ...(body !== "" && { body }) };
  return {
    ok: true,
    request,
    credentials: credentialsOf(form),
    options: optionsOf(form, parameters),
  };
}

function refused(field: keyof Form, error: unknown): Outcome {
  return { ok: false, problems: { [field]: message(error) } };
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

// Chromium writes %20 for a blank in a host, where other platforms see no URL.
function checkUrl(url: string): void {
  const { host } = sentTarget(url);
  if (!host.includes("%")) return;
  throw new TypeError(`There is no such host: ${host}. It has letters, digits, hyphens and dots.`);
}

function methodOf(text: string): string {
  const method = text.trim();
  if (/^[!#$%&'*+\-.^_`|~\w]+$/.test(method)) return method.toUpperCase();
  throw new TypeError("A method is one word, such as GET or POST.");
}

function headersOf(text: string): [string, string][] {
  const fields = linesOf(text).map(fieldOf);
  for (const [name, value] of fields) {
    if (!isField(name, value)) throw new TypeError(`A header cannot carry this: ${name}.`);
  }
  return fields;
}

function isField(name: string, value: string): boolean {
  try {
    new Headers([[name, value]]);
    return true;
  } catch {
    return false;
  }
}

function parameterOf(line: string): readonly [string, string] {
  const [, name, value = ""] = /^\s*(oauth_[^=\s]+)=(.*)$/.exec(line) ?? [];
  if (name !== undefined) return [name, value];
  throw new TypeError(
    `This is no oauth_ parameter: ${JSON.stringify(line)}. It is oauth_name=value; any other belongs into the URL or the body.`,
  );
}

function linesOf(text: string): readonly string[] {
  return text.split(/\r?\n/).filter((line) => line.trim() !== "");
}

function credentialsOf(form: Form): Credentials<AnyKey> {
  const { consumerKey, consumerSecret, privateKey, token, tokenSecret } = form;
  return {
    consumer: { key: consumerKey, secret: consumerSecret, privateKey },
    ...(token !== "" && { token: { key: token, secret: tokenSecret } }),
  };
}

function optionsOf(form: Form, parameters: SignOptions["parameters"] = []): ReadForm["options"] {
  const { transmission, version, bodyHash, separator, emptyToken, keyAmpersand } = form;
  const { realm, isFixed, nonce, timestamp } = form;
  return {
    transmission,
    version,
    bodyHash,
    separator,
    emptyToken,
    keyAmpersand,
    parameters,
    ...(realm !== "" && { realm }),
    ...(isFixed && nonce !== "" && { nonce }),
    ...(isFixed && timestamp !== "" && { timestamp }),
  };
}
