import { parseAuthorization, type RequestParts } from "@oauth1/core";
import type { HeaderOnly, Refused } from "@oauth1/core/diagnose";
import { claimsOf, InputError, readRequest } from "../../src/input.js";
import { methodNamed } from "../shared/methods.js";
import { baseStringIn } from "./server-answer.js";

/** What the fields of the doctor hold. */
export interface Case {
  /** A curl command, raw HTTP, or an Authorization header. */
  readonly request: string;
  /** Where an Authorization header alone was sent to, and how. */
  readonly method: string;
  readonly url: string;
  readonly consumerSecret: string;
  readonly tokenSecret: string;
  /** PEM. */
  readonly publicKey: string;
  /** With blanks between them. */
  readonly otherSecrets: string;
  /** What the server answered, or the base string that it expected. */
  readonly answer: string;
}

/** Nothing yet. */
export const NO_CASE: Case = {
  request: "",
  method: "GET",
  url: "",
  consumerSecret: "",
  tokenSecret: "",
  publicKey: "",
  otherSecrets: "",
  answer: "",
};

/** What the doctor asks for: `Refused` without what cannot be sent to another thread. */
export type Question = Omit<Refused, "methods">;

/** A case as it can be diagnosed, or what is wrong with which field. */
export type ReadCase =
  | { readonly ok: true; readonly question: Question }
  | { readonly ok: false; readonly field: keyof Case; readonly problem: string };

/** Reads the fields. */
export function readCase(given: Case): ReadCase {
  const read = readGiven(given);
  if (!read.ok) return read;
  const { request } = read;
  const { method = "", hasToken } = claimsOf(partsOf(request));
  const isSecret = methodNamed(method).key === "secret";
  const isUnknown = method !== "" && methodNamed(method).method.name !== method;
  if (isSecret && !isUnknown && given.consumerSecret === "") {
    return refused("consumerSecret", "Which secret belongs to the consumer key of this request?");
  }
  if (!isSecret && given.publicKey === "") {
    return refused("publicKey", `${method} is checked with the consumer’s public key.`);
  }
  const answer = given.answer.trim();
  const baseString = answer === "" ? undefined : baseStringIn(answer);
  if (answer !== "" && baseString === undefined) {
    return refused("answer", "There is no base string in it: it begins as GET&https%3A%2F%2F.");
  }
  return {
    ok: true,
    question: {
      request,
      credentials: {
        consumer: isSecret ? { secret: given.consumerSecret } : { publicKey: given.publicKey },
        ...(isSecret && hasToken && { token: { secret: given.tokenSecret } }),
      },
      otherSecrets: given.otherSecrets.split(/\s+/).filter((secret) => secret !== ""),
      ...(baseString !== undefined && { baseString }),
    },
  };
}

/** Whether a text is an Authorization header and nothing else. */
export function isHeaderAlone(text: string): boolean {
  return /^\s*(?:authorization\s*:\s*)?OAuth\s/i.test(text);
}

/** Whether a request is signed with the private key of a pair, as far as it can be read. */
export function isSignedByPair(given: Case): boolean {
  const read = readGiven(given);
  if (!read.ok) return false;
  return methodNamed(claimsOf(partsOf(read.request)).method ?? "").key === "privateKey";
}

/** A request with its header where requests have it. */
export function partsOf(request: Question["request"]): RequestParts {
  if (!("authorization" in request)) return request;
  const { method, url, authorization } = request;
  return { method, url, headers: [["authorization", authorization]] };
}

function readGiven(
  given: Case,
):
  | { readonly ok: true; readonly request: RequestParts | HeaderOnly }
  | Extract<ReadCase, { ok: false }> {
  const { request: text, method, url } = given;
  if (text.trim() === "") return refused("request", "Paste the request that was refused.");
  try {
    if (!isHeaderAlone(text)) return { ok: true, request: readRequest(text) };
  } catch (error) {
    if (error instanceof InputError) return refused("request", error.message);
    throw error;
  }
  const authorization = text.trim().replace(/^authorization\s*:\s*/i, "");
  const parsed = parseAuthorization(authorization);
  if (parsed?.ok === false) return refused("request", parsed.advice);
  if (!/^https?:\/\/./i.test(url)) return refused("url", "Where was this header sent to?");
  return { ok: true, request: { method: method.trim().toUpperCase(), url, authorization } };
}

function refused(field: keyof Case, problem: string): Extract<ReadCase, { ok: false }> {
  return { ok: false, field, problem };
}
