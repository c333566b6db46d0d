import { sign, type RequestParts, type SignedRequest, type SignOptions } from "@oauth1/core";
import { curlText, rawText, type CurlRequest } from "@oauth1/emulator/input";
import { Option, type Command } from "commander";
import type { End } from "../commands.js";
import {
  knownCredentials,
  signingCredentials,
  withCredentials,
  type CredentialFlags,
} from "../credentials.js";
import { asked, EXIT, UsageError } from "../failure.js";
import { answerAll, type Said } from "../input/batch.js";
import type { Item } from "../input/item.js";
import { input, listed, readInput, withRequest, type RequestFlags } from "../input/read.js";
import { timestampOf } from "../input/timestamp.js";
import { methodNamed } from "../methods.js";
import { note } from "../terminal.js";

interface SignFlags extends RequestFlags, CredentialFlags {
  readonly method?: string;
  readonly transmission?: "header" | "query" | "body";
  readonly realm?: string;
  readonly nonce?: string;
  readonly timestamp?: string;
  readonly version: boolean;
  readonly bodyHash?: "never" | "auto" | "always";
  readonly param?: readonly string[];
  readonly as: keyof typeof FORMS;
  readonly json?: true;
}

/** `oauth1 sign`: the Authorization header of a request, or the request with it. */
export function declare(command: Command, end: End): void {
  withCredentials(withRequest(command))
    .option("--method <name>", "the signature method; HMAC-SHA1 by default")
    .addOption(
      new Option("--transmission <place>", "where the parameters travel").choices([
        "header",
        "query",
        "body",
      ]),
    )
    .option("--realm <realm>", "in front of the parameters of the header")
    .option("--nonce <text>", "a random one by default")
    .option("--timestamp <seconds>", "the clock's by default")
    .option("--no-version", "leaves oauth_version out")
    .addOption(
      new Option("--body-hash <when>", "adds oauth_body_hash").choices(["never", "auto", "always"]),
    )
    .option("-p, --param <name=value>", "a further oauth_ parameter, such as a callback", listed)
    .addOption(
      new Option("--as <form>", "what to print").choices(Object.keys(FORMS)).default("header"),
    )
    .option("--json", "everything, as JSON; a batch always is")
    .action(async (url: string | undefined, flags: SignFlags) => {
      const input = await readInput(url, flags);
      end(await answerAll(input, (item) => signed(item, flags), flags));
    });
}

type Signed = SignedRequest<RequestParts>;

const FORMS = {
  // With the parameters in the query or the body there is no header, and the request is all.
  header: ({ authorization, request }: Signed) =>
    authorization === undefined
      ? String(request.body ?? request.url)
      : `Authorization: ${authorization}`,
  curl: (_: Signed, sent: CurlRequest) => curlText(sent),
  http: (_: Signed, sent: CurlRequest) => rawText(sent),
  "base-string": ({ baseString }: Signed) => baseString,
  signature: ({ signature }: Signed) => signature,
} as const;

async function signed({ request, given }: Item, flags: SignFlags): Promise<Said> {
  const keyed = await methodNamed(given.method ?? flags.method);
  const options = { ...optionsOf(given, flags), method: keyed.method };
  const credentials = await signingCredentials(knownCredentials(given, flags), keyed);
  const result = await asked(() => sign(request, credentials, options));
  const { authorization, signature, baseString, normalizedParameters, parameters } = result;
  tellTwice(parameters.map(([name]) => name));
  const sent: CurlRequest = { ...request, ...result.request };
  const { method, url, headers, body, form } = sent;
  const json = {
    ok: true,
    authorization,
    signature,
    baseString,
    normalizedParameters,
    parameters,
    request: { method, url, headers, ...bodyJson(body), form },
  };
  return { exit: EXIT.fine, json, text: () => input(() => FORMS[flags.as](result, sent)) };
}

// As of a timestamp: whoever looks for a mistake may want one.
function tellTwice(names: readonly string[]): void {
  for (const name of new Set(names.filter((one, at) => names.indexOf(one) !== at))) {
    note(`${name} is there twice, so servers will refuse it: leave it out of --param.`);
  }
}

// JSON has no bytes.
function bodyJson(body: RequestParts["body"]): object {
  return body instanceof Uint8Array
    ? { bodyBase64: Buffer.from(body).toString("base64") }
    : { body };
}

function optionsOf(given: Item["given"], flags: SignFlags): Omit<SignOptions, "method"> {
  const nonce = given.nonce ?? flags.nonce;
  const timestamp = timestampOf(given.timestamp ?? flags.timestamp);
  const realm = given.realm ?? flags.realm;
  const { transmission, version, bodyHash, param = [] } = flags;
  if (realm !== undefined && transmission !== undefined && transmission !== "header") {
    throw new UsageError(
      `A realm travels in the header, and with --transmission ${transmission} there is none: leave one of the two out.`,
    );
  }
  return {
    version,
    parameters: param.map(pairOf),
    ...(transmission && { transmission }),
    ...(nonce !== undefined && { nonce }),
    ...(timestamp !== undefined && { timestamp }),
    ...(realm !== undefined && { realm }),
    ...(bodyHash && { bodyHash }),
  };
}

function pairOf(text: string): readonly [string, string] {
  const [, name, value = ""] = /^(oauth_[^=]+)=(.*)$/s.exec(text) ?? [];
  if (name !== undefined) return [name, value];
  throw new UsageError(`--param takes oauth_name=value, not ${JSON.stringify(text)}.`);
}
