import { signature } from "@oauth1/core";
import { explain, formatExplanation } from "@oauth1/core/explain";
import { claimsOf } from "@oauth1/emulator/input";
import type { Command } from "commander";
import type { End } from "../commands.js";
import {
  knownCredentials,
  NO_CONSUMER_KEY,
  withCredentials,
  type CredentialFlags,
} from "../credentials.js";
import { asked, EXIT, UsageError } from "../failure.js";
import { answerAll, type Said } from "../input/batch.js";
import type { Item } from "../input/item.js";
import { readInput, withRequest, type RequestFlags } from "../input/read.js";
import { timestampOf } from "../input/timestamp.js";
import { methodNamed } from "../methods.js";
import { textFormat } from "../terminal.js";

interface ExplainFlags extends RequestFlags, CredentialFlags {
  readonly method?: string;
  readonly nonce?: string;
  readonly timestamp?: string;
  readonly json?: true;
}

/** `oauth1 explain`: every stage of a signature but the signature. */
export function declare(command: Command, end: End): void {
  withCredentials(withRequest(command))
    .option("--method <name>", "the signature method; HMAC-SHA1 by default")
    .option("--nonce <text>", "a random one by default")
    .option("--timestamp <seconds>", "the clock's by default")
    .option("--json", "the stages as JSON; a batch always is")
    .action(async (url: string | undefined, flags: ExplainFlags) => {
      const input = await readInput(url, flags);
      end(await answerAll(input, (item) => explained(item, flags), flags));
    });
}

async function explained({ request, given }: Item, flags: ExplainFlags): Promise<Said> {
  const claims = claimsOf(request);
  const { method } = await methodNamed(claims.method ?? given.method ?? flags.method);
  const { consumerKey, consumerSecret, token, tokenSecret } = knownCredentials(given, flags);
  if (consumerKey === undefined && claims.method === undefined)
    throw new UsageError(NO_CONSUMER_KEY);
  const nonce = given.nonce ?? flags.nonce;
  const timestamp = timestampOf(given.timestamp ?? flags.timestamp);
  const credentials = {
    consumer: {
      key: consumerKey ?? "",
      ...(consumerSecret !== undefined && { secret: consumerSecret }),
    },
    ...(token !== undefined && {
      token: { key: token, ...(tokenSecret !== undefined && { secret: tokenSecret }) },
    }),
  };
  const options = {
    // Nobody asks for the signature, so a key is not needed.
    method: { ...method, sign: () => signature("") },
    ...(nonce !== undefined && { nonce }),
    ...(timestamp !== undefined && { timestamp }),
  };
  const explanation = await asked(() => explain(request, credentials, options));
  return {
    exit: EXIT.fine,
    json: { ok: true, ...explanation },
    text: () => formatExplanation(explanation, textFormat(process.stdout)),
  };
}
