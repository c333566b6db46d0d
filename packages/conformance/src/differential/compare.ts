import { fileURLToPath } from "node:url";
import { output } from "../process.js";
import type { Answer, Case, Stages } from "./case.js";
import { OAUTHLIB_DEVIATIONS, type Deviation } from "./deviations.js";
import { HASHES } from "./methods.js";
import { seeded } from "./random.js";
import { ourStages, ourVerdict, receivedCase } from "./received.js";
import { sentCase, type Sent } from "./sent.js";

/** Debian's own interpreter: it is the one that Debian's packages are installed for. */
export const PYTHON = "/usr/bin/python3";

/** What two implementations have made of the same requests. */
export interface Comparison {
  readonly with: string;
  readonly agreed: number;
  /** Differences that are known and explained, by name. */
  readonly deviations: readonly (Omit<Deviation, "applies"> & { readonly count: number })[];
  readonly differences: readonly Difference[];
}

export interface Difference {
  readonly given: Case;
  readonly ours: Stages;
  readonly theirs: Answer;
}

/** A request that they sign and `verify` then refuses, or that it accepts with another signature. */
export interface WrongVerdict {
  readonly given: Case;
  readonly signature: string;
  readonly verdict: string;
}

export interface Report {
  readonly seed: number;
  readonly requests: number;
  readonly comparisons: readonly Comparison[];
  readonly verified: number;
  readonly wrongVerdicts: readonly WrongVerdict[];
}

/** Makes requests from the seed, half of them to be signed and half received, and asks everybody about each. */
export async function compareAll(seed: number, requests: number): Promise<Report> {
  const made = makeRequests(seed, requests);
  const [oauthlib, second] = await Promise.all([
    ask("oauthlib_opinion.py", made),
    ask("second_opinion.py", made),
  ]);
  const wrongVerdicts: WrongVerdict[] = [];
  const received = made.flatMap(({ given }, at) => {
    const theirs = second[at];
    return given.direction === "received" && theirs !== undefined && "signature" in theirs
      ? [{ given, signature: theirs.signature }]
      : [];
  });
  for (const one of received) wrongVerdicts.push(...(await judge(one)));
  return {
    seed,
    requests,
    comparisons: [
      compare("oauthlib", { made, answers: oauthlib, known: OAUTHLIB_DEVIATIONS }),
      compare("second opinion", { made, answers: second, known: [] }),
    ],
    verified: received.length,
    wrongVerdicts,
  };
}

function makeRequests(seed: number, requests: number): readonly Sent[] {
  const random = seeded(seed);
  return Array.from({ length: requests }, (_, id) => {
    const hash = random.pick(HASHES);
    if (id % 2 === 0) return sentCase(random, id, hash);
    const given = receivedCase(random, id, hash);
    return { given, ours: ourStages(given) };
  });
}

async function ask(script: string, made: readonly Sent[]): Promise<readonly Answer[]> {
  const path = fileURLToPath(new URL(`../../test/python/${script}`, import.meta.url));
  const input = made.map(({ given }) => `${JSON.stringify(given)}\n`).join("");
  const lines = (await output(PYTHON, [path], { input })).trimEnd().split("\n");
  if (lines.length !== made.length) throw new Error(`${script} gave ${lines.length} answers.`);
  return lines.map((line): Answer => JSON.parse(line));
}

function compare(
  name: string,
  asked: { made: readonly Sent[]; answers: readonly Answer[]; known: readonly Deviation[] },
): Comparison {
  const counts = new Map(asked.known.map((deviation) => [deviation, 0]));
  const differences: Difference[] = [];
  let agreed = 0;
  for (const [at, { given, ours }] of asked.made.entries()) {
    const theirs = asked.answers[at] ?? { refused: "no answer" };
    const deviation = asked.known.find(({ applies }) => applies(given));
    if (isSame(ours, theirs)) agreed += 1;
    else if (deviation === undefined) differences.push({ given, ours, theirs });
    else counts.set(deviation, (counts.get(deviation) ?? 0) + 1);
  }
  const deviations = [...counts].map(([deviation, count]) => {
    const { name: title, reason } = deviation;
    return { name: title, reason, count };
  });
  return { with: name, agreed, deviations, differences };
}

function isSame(ours: Stages, theirs: Answer): boolean {
  if ("refused" in theirs) return false;
  const stages = ["normalized", "uri", "base", "signature"] as const;
  return stages.every((stage) => ours[stage] === theirs[stage]);
}

async function judge({
  given,
  signature,
}: Omit<WrongVerdict, "verdict">): Promise<readonly WrongVerdict[]> {
  const changed = `${signature.startsWith("A") ? "B" : "A"}${signature.slice(1)}`;
  const right = await ourVerdict(given, signature);
  const wrong = await ourVerdict(given, changed);
  return [
    ...(right === "ok" ? [] : [{ given, signature, verdict: right }]),
    ...(wrong.startsWith("signature_invalid")
      ? []
      : [{ given, signature: changed, verdict: wrong }]),
  ];
}
