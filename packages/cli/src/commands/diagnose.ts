import { diagnose, formatDiagnosis, type Diagnosis } from "@oauth1/core/diagnose";
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
import { highlight } from "../highlight.js";
import { answerAll, type Said } from "../input/batch.js";
import type { Item } from "../input/item.js";
import { readInput, withRequest, type RequestFlags } from "../input/read.js";
import { methodNamed } from "../methods.js";
import { readBytes } from "../provider/find.js";
import { variable, VARIABLES } from "../secrets.js";
import { paintFor, textFormat } from "../terminal.js";
import { textOf } from "../text.js";

interface DiagnoseFlags extends RequestFlags, CredentialFlags {
  readonly baseString?: string;
  readonly signature?: string;
  readonly json?: true;
}

/** `oauth1 diagnose`: what is wrong with a signature that was refused. */
export function declare(command: Command, end: End): void {
  withCredentials(withRequest(command))
    .option("--public-key-file <file>", "the consumer's public key as PEM, for RSA methods")
    .option("--signature <text>", "in place of the one that the request carries")
    .option("--base-string <text>", "the one that the server says it expected; @file")
    .option("--json", "the diagnosis as JSON; a batch always is")
    .addHelpText("after", HELP)
    .action(async (url: string | undefined, flags: DiagnoseFlags) => {
      const input = await readInput(url, flags);
      end(await answerAll(input, (item) => diagnosed(item, flags), flags));
    });
}

const HELP = `
Ends with 0 where it can say what is wrong, or that the signature is right, and
1 where it cannot. ${VARIABLES.otherSecrets} names secrets that may have been taken
by mistake, with blanks between them.`;

async function diagnosed({ request, given }: Item, flags: DiagnoseFlags): Promise<Said> {
  const claims = claimsOf(request);
  const keyed = await methodNamed(claims.method);
  const methods = [keyed.method];
  // Nobody is asked for the secrets of a request that is not signed.
  const unsigned =
    claims.method === undefined
      ? await diagnose({ request, credentials: NONE, methods })
      : undefined;
  if (unsigned?.verdict === "unreadable") return saidOf(unsigned, undefined);
  const known = knownCredentials(given, flags);
  const credentials = await verifyingKeys(known, keyed, claims);
  const signature = given.signature ?? flags.signature;
  const baseString = (given.baseString ?? baseStringOf(flags))?.trim();
  const otherSecrets = variable("otherSecrets")?.split(/\s+/) ?? [];
  const diagnosis = await asked(() =>
    diagnose({
      request,
      credentials,
      otherSecrets,
      methods,
      ...(signature !== undefined && { signature }),
      ...(baseString !== undefined && { baseString }),
    }),
  );
  return saidOf(diagnosis, baseString);
}

const NONE = { consumer: { secret: "" } } as const;

function saidOf(diagnosis: Diagnosis, baseString: string | undefined): Said {
  return {
    exit: isKnown(diagnosis) ? EXIT.fine : EXIT.no,
    json: { ok: isKnown(diagnosis), ...diagnosis },
    text: () => describe(diagnosis, baseString),
  };
}

function isKnown({ verdict }: Diagnosis): boolean {
  return verdict !== "unknown" && verdict !== "unreadable";
}

function describe(diagnosis: Diagnosis, expected: string | undefined): string {
  const text = formatDiagnosis(diagnosis, textFormat(process.stdout));
  const [right, wrong] = comparison(diagnosis, expected) ?? [];
  if (right === undefined || wrong === undefined || right[1] === wrong[1]) return text;
  const paint = paintFor(process.stdout);
  const lines = highlight(right, wrong, paint).map((line) => `  ${line}`);
  return [text, "", paint("bold", "Where they part"), ...lines].join("\n");
}

type Titled = readonly [title: string, text: string];

function comparison(
  diagnosis: Diagnosis,
  expected: string | undefined,
): readonly [Titled, Titled] | undefined {
  if (diagnosis.verdict === "explained") {
    return [
      ["should be", diagnosis.baseString],
      ["signed", diagnosis.signed],
    ];
  }
  if (diagnosis.verdict !== "differs" || expected === undefined) return undefined;
  return [
    ["the request", diagnosis.baseString],
    ["the server", expected],
  ];
}

function baseStringOf({ baseString }: DiagnoseFlags): string | undefined {
  if (baseString?.startsWith("@") !== true) return baseString;
  return textOf(readBytes(baseString.slice(1)), `--base-string ${baseString}`);
}
