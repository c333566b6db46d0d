import { verify, type KeyLookup, type Verdict } from "@oauth1/core";
import { claimsOf } from "@oauth1/emulator/input";
import type { Command } from "commander";
import type { End } from "../commands.js";
import {
  knownCredentials,
  verifyingKeys,
  withCredentials,
  type CredentialFlags,
} from "../credentials.js";
import { asked, EXIT } from "../failure.js";
import { answerAll, type Said } from "../input/batch.js";
import type { Item } from "../input/item.js";
import { readInput, withRequest, type RequestFlags } from "../input/read.js";
import { methodNamed } from "../methods.js";
import { paintFor, printable } from "../terminal.js";

interface VerifyFlags extends RequestFlags, CredentialFlags {
  readonly json?: true;
}

/** `oauth1 verify`: whether a signature is right. Timestamp and nonce are for the server to judge. */
export function declare(command: Command, end: End): void {
  withCredentials(withRequest(command))
    .option("--public-key-file <file>", "the consumer's public key as PEM, for RSA methods")
    .option("--json", "the verdict as JSON; a batch always is")
    .action(async (url: string | undefined, flags: VerifyFlags) => {
      const input = await readInput(url, flags);
      end(await answerAll(input, (item) => verified(item, flags), flags));
    });
}

async function verified({ request, given }: Item, flags: VerifyFlags): Promise<Said> {
  const claims = claimsOf(request);
  const keyed = await methodNamed(claims.method);
  const known = knownCredentials(given, flags);
  // Whoever has said which consumer and token these are wants no others. Secrets are asked for where it comes to them.
  const lookup: KeyLookup = ({ consumerKey, token }) =>
    (known.consumerKey ?? consumerKey) === consumerKey && (known.token ?? token) === token
      ? verifyingKeys(known, keyed, claims)
      : undefined;
  const options = { methods: [keyed.method], scatteredParameters: true, limits: LIMITS };
  const verdict = await asked(() => verify(request, lookup, options));
  return {
    exit: verdict.ok ? EXIT.fine : EXIT.no,
    json: verdict,
    text: () => describe(verdict),
  };
}

// Those of a server are against strangers; this request is of whoever runs the program.
const LIMITS = { header: 1e6, form: 1e8, parameters: 1e5, parameter: 1e8 } as const;

function describe(verdict: Verdict): string {
  const paint = paintFor(process.stdout);
  if (verdict.ok) {
    const { consumerKey, token, method } = verdict;
    const whose = token === undefined ? "" : `, token ${token}`;
    const what = printable(`consumer ${consumerKey}${whose}, ${method}`);
    return `${paint("green", "The signature is right")}: ${what}`;
  }
  const { problem, advice } = verdict;
  const more = advice === undefined ? "" : ` (${advice})`;
  const hint = problem === "signature_invalid" ? "\noauth1 diagnose says why." : "";
  return `${paint("red", PROBLEMS[problem])}: ${problem}${more}${hint}`;
}

const PROBLEMS: Readonly<Record<Extract<Verdict, { ok: false }>["problem"], string>> = {
  body_hash_invalid: "The body is not the one that was signed",
  consumer_key_unknown: "The request is of another consumer or token than these",
  parameter_absent: "The request lacks a protocol parameter",
  parameter_rejected: "A protocol parameter is not as it has to be",
  signature_invalid: "The signature is wrong",
  signature_method_rejected: "The signature method is not known",
  version_rejected: "The version of OAuth is not 1.0",
};
