import { expose } from "@oauth1/core";
import type { Diagnosis } from "@oauth1/core/diagnose";
import { claimsOf } from "../../src/input.js";
import { METHODS } from "../shared/methods.js";
import { partsOf, type Question } from "./case.js";
import type { Finding } from "./diagnosis-view.js";
import { mended } from "./mended.js";
import type { Answer, Surgery } from "./run.js";

/** What was found, or what is wrong with a key. */
export type Found =
  { readonly ok: true; readonly finding: Finding } | Extract<Answer, { readonly ok: false }>;

/** Asks for a diagnosis, and adds what follows from the fields: what is doubtful about them, and the request put right. */
export async function find(surgery: Surgery, question: Question): Promise<Found> {
  const asked = await askWithoutQuotes(surgery, question);
  if (!asked.answer.ok) return asked.answer;
  const { diagnosis } = asked.answer;
  const caveats = diagnosis.verdict === "unreadable" ? [] : caveatsOf(asked);
  const right =
    diagnosis.verdict === "explained" ? await mended(asked.question, diagnosis) : undefined;
  return {
    ok: true,
    finding: {
      diagnosis: inWordsOfThePage(diagnosis, question),
      expected: question.baseString,
      right,
      caveats,
    },
  };
}

/** A question that was answered, and the secrets in it that had quotes around them. */
interface Asked {
  readonly question: Question;
  readonly answer: Answer;
  readonly quoted: readonly string[];
  readonly isWithoutQuotes: boolean;
}

// Secrets are copied with the quotes around them; a secret may also have been issued with some.
async function askWithoutQuotes(surgery: Surgery, question: Question): Promise<Asked> {
  const answer = await surgery.ask(question);
  const bare = withoutQuotes(question);
  const asGiven = { question, answer, quoted: bare.quoted, isWithoutQuotes: false };
  if (bare.quoted.length === 0 || isExplained(answer)) return asGiven;
  const again = await surgery.ask(bare.question);
  if (!isExplained(again)) return asGiven;
  return { ...bare, answer: again, isWithoutQuotes: true };
}

function withoutQuotes(question: Question): Pick<Asked, "question" | "quoted"> {
  const { consumer, token } = question.credentials;
  const consumerSecret = unquoted(consumer.secret);
  const tokenSecret = unquoted(token?.secret);
  return {
    question: {
      ...question,
      credentials: {
        consumer: { ...consumer, ...(consumerSecret !== undefined && { secret: consumerSecret }) },
        ...(token !== undefined && { token: { secret: tokenSecret ?? token.secret ?? "" } }),
      },
    },
    quoted: [
      ...(consumerSecret === undefined ? [] : ["consumer secret"]),
      ...(tokenSecret === undefined ? [] : ["token secret"]),
    ],
  };
}

type Given = Question["credentials"]["consumer"]["secret"];

function unquoted(secret: Given = ""): string | undefined {
  return /^\s*["'`\u2018-\u201F\u00AB\u00BB](.+)["'`\u2018-\u201F\u00AB\u00BB][\s,;]*$/s.exec(
    expose(secret),
  )?.[1];
}

function isExplained(answer: Answer): boolean {
  return answer.ok && ["correct", "explained"].includes(answer.diagnosis.verdict);
}

function caveatsOf({ question, quoted, isWithoutQuotes }: Asked): readonly string[] {
  const { token } = question.credentials;
  const names = quoted.join(" and the ");
  return [
    ...(quoted.length === 0 ? [] : [isWithoutQuotes ? TAKEN_OFF(names) : IN_QUOTES(names)]),
    ...(token?.secret === "" ? [NO_TOKEN_SECRET] : []),
  ];
}

const TAKEN_OFF = (names: string): string =>
  `This is what comes of it without the quotes around the ${names}: with them, nothing that is known makes this signature.`;

const IN_QUOTES = (names: string): string =>
  `There are quotes around the ${names}: they belong there only if the provider has issued them too.`;

const NO_TOKEN_SECRET =
  "The request carries a token, but the field Token secret is empty: unless the provider has issued an empty one, put in the secret of that token and ask again.";

function inWordsOfThePage(diagnosis: Diagnosis, { request }: Question): Diagnosis {
  const { method = "" } = claimsOf(partsOf(request));
  const names = METHODS.map((known) => known.method.name);
  if (diagnosis.verdict !== "unreadable" || method === "" || names.includes(method)) {
    return diagnosis;
  }
  const known = `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
  const problem = `${method.slice(0, 40)} is not a method of OAuth 1.0a that is known here: there are ${known}.`;
  return { verdict: "unreadable", problem };
}
