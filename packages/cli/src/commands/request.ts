import { shellQuoted } from "@oauth1/emulator/input";
import type { Command } from "commander";
import type { End } from "../commands.js";
import { withCredentials, type CredentialFlags } from "../credentials.js";
import { answerJson, printBytes, readAnswer } from "../answer.js";
import { codeOf, EXIT, failureOf, Refusal, UsageError, type ExitCode } from "../failure.js";
import type { Item } from "../input/item.js";
import { flagsItem, listed, requestFlag, type RequestFlags } from "../input/read.js";
import { findProfile, readProfile } from "../profiles.js";
import { jsonFor, note, paintFor, print, printable, printOfPeer } from "../terminal.js";

interface CallFlags extends RequestFlags, CredentialFlags {
  readonly method?: string;
  readonly operation?: string;
  readonly param?: readonly string[];
  readonly all?: true;
  readonly allowOrigin?: readonly string[];
  readonly include?: true;
  readonly json?: true;
}

/** `oauth1 request`: a signed request, or a described operation. */
export function declare(command: Command, end: End): void {
  withCredentials(command)
    .argument("[target...]", "the URL, or with a profile a path of its API; a method before it")
    .option("-X, --request <method>", "the method; GET, or POST with data")
    .option("-H, --header <field>", "a header field, as often as needed", listed)
    .option("-d, --data <text>", "a form, or with another content type any body; @file", listed)
    .option("-G, --get", "puts the data into the query")
    .option("--method <name>", "the signature method, without a profile")
    .option("--operation <id>", "calls an operation of the profile's provider")
    .option("-p, --param <name=value>", "a parameter of the operation", listed)
    .option("--all", "with --operation: the items of every page, as JSON lines")
    .option("--allow-origin <url>", "with a profile: goes there too, besides its provider", listed)
    .option("-i, --include", "shows status and headers too")
    .option("--json", "status, headers and body as JSON")
    .addHelpText("after", "\nEnds with 1 where the answer's status is 400 or more.")
    .action(async (target: readonly string[], flags: CallFlags) => end(await call(target, flags)));
}

async function call(target: readonly string[], flags: CallFlags): Promise<ExitCode> {
  try {
    return await answered(target, flags);
  } catch (error) {
    throw isRefusedConnection(error) ? withRestart(error, flags) : error;
  }
}

function isRefusedConnection(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return codeOf(error) === "ECONNREFUSED" || isRefusedConnection(error.cause);
}

// An emulator ends with its terminal, while the profile stays.
function withRestart(error: unknown, { profile: name = "" }: CallFlags): unknown {
  const { provider = "", originMap } = findProfile(name) ?? {};
  if (originMap === undefined) return error;
  const { code, message, details } = failureOf(error);
  const again = `oauth1 emulate ${shellQuoted(provider)} --profile ${shellQuoted(name)}`;
  const mend = `If the emulator has stopped, start it again: ${again}`;
  return new Refusal(code, `${message}\n${mend}`, details);
}

async function answered(target: readonly string[], flags: CallFlags): Promise<ExitCode> {
  const { operation, param, all } = flags;
  if (operation !== undefined) {
    if (target.length > 0) throw new UsageError("--operation knows its URL: leave the other out.");
    refuseRequestFlags(flags);
    const profile = profileOf(flags);
    refuseCredentialFlags(flags);
    const { callOperation } = await import("../provider/call.js");
    const { json = false, profile: called = "" } = flags;
    const origins = originsOf(flags);
    const input = { called, said: param ?? [], all: all === true, json, origins };
    return callOperation(profile, operation, input);
  }
  if (param !== undefined || all !== undefined) {
    throw new UsageError("-p and --all go with --operation; -d says what a request carries.");
  }
  return show(await send(target, flags), flags);
}

// An operation makes its request of its parameters, and answers with what is in the body.
function refuseRequestFlags(flags: CallFlags): void {
  const flag = requestFlag(flags) ?? (flags.include && "-i");
  if (flag === undefined) return;
  throw new UsageError(`${flag} does not go with --operation, which takes -p name=value.`);
}

// A key of one and the secret of another make no signature.
function refuseCredentialFlags({ consumerKey, token, method }: CallFlags): void {
  const given = Object.entries({
    "--consumer-key": consumerKey,
    "--token": token,
    "--method": method,
  });
  const [flag] = given.find(([, value]) => value !== undefined) ?? [];
  if (flag === undefined) return;
  throw new UsageError(`${flag} does not go with the --profile of a provider, which has its own.`);
}

async function send(target: readonly string[], flags: CallFlags): Promise<Response> {
  const { url, method } = readTarget(target);
  if (method !== undefined && flags.request !== undefined)
    throw new UsageError("The method is said twice: leave -X out, or the one before the URL.");
  const profile = flags.profile === undefined ? undefined : readProfile(flags.profile);
  const isPath = url.startsWith("/");
  const item = flagsItem(isPath ? `https://path.invalid${url}` : url, {
    ...flags,
    ...(method !== undefined && { request: method }),
  });
  demandSendable(item.request);
  if (profile?.provider === undefined) {
    if (flags.allowOrigin !== undefined)
      throw new UsageError("--allow-origin goes with the --profile of a provider.");
    if (isPath) throw new UsageError("A path needs a --profile of a provider; pass a whole URL.");
    const { sendSigned } = await import("../provider/send-signed.js");
    return sendSigned(item, flags);
  }
  refuseCredentialFlags(flags);
  if (!URL.canParse(item.request.url))
    throw new UsageError("This is neither a whole URL nor a path of the API, such as /me.");
  const { sendAs } = await import("../provider/send.js");
  const place = isPath ? item.request.url.replace("https://path.invalid", "") : item.request.url;
  return sendAs(profile, { ...item.request, url: place }, originsOf(flags));
}

// What the platform says of a field repeats its value, which may be a secret.
function demandSendable({ headers }: Item["request"]): void {
  for (const [name = "", value = ""] of Array.isArray(headers) ? headers : []) {
    try {
      new Headers([[name, value]]);
    } catch {
      throw new UsageError(
        `The header field ${JSON.stringify(name)} cannot be sent: a name is a word, and a value one line without characters beyond U+00FF.`,
      );
    }
  }
}

function readTarget(target: readonly string[]): { readonly url: string; readonly method?: string } {
  const [first, second, ...more] = target;
  if (first === undefined)
    throw new UsageError("Which request? Pass a URL, a path, or --operation.");
  if (more.length > 0) throw new UsageError("A request is a URL, with a method before it at most.");
  if (second === undefined) return { url: first };
  if (/^[A-Za-z]+$/.test(first)) return { method: first, url: second };
  throw new UsageError(`${JSON.stringify(first)} is no method, such as POST.`);
}

function profileOf({ profile }: CallFlags): ReturnType<typeof readProfile> {
  if (profile !== undefined) return readProfile(profile);
  throw new UsageError("--operation needs the --profile of a provider: oauth1 login makes one.");
}

function originsOf({ allowOrigin = [] }: CallFlags): readonly string[] {
  return allowOrigin.map((text) => {
    const { origin, protocol } = URL.canParse(text) ? new URL(text) : NOWHERE;
    if (/^https?:$/.test(protocol)) return origin;
    throw new UsageError(
      `--allow-origin takes a URL such as https://upload.example.com, not ${JSON.stringify(text)}.`,
    );
  });
}

const NOWHERE = { origin: "", protocol: "" } as const;

async function show(response: Response, { include, json }: CallFlags): Promise<ExitCode> {
  const { status, statusText, headers } = response;
  const bytes = await readAnswer(response);
  const ok = status < 400;
  if (json) print(jsonFor(process.stdout, answerJson({ ok, status, headers }, bytes)));
  else {
    if (include)
      printOfPeer([`HTTP ${status} ${statusText}`.trim(), ...fields(headers), "", ""].join("\n"));
    printBytes(bytes);
    const said = printable(`${status} ${statusText}`).trim();
    if (!ok) note(paintFor(process.stderr)("red", `The answer is ${said}.`));
  }
  return ok ? EXIT.fine : EXIT.no;
}

function fields(headers: Headers): readonly string[] {
  return [...headers].map(([name, value]) => `${name}: ${value}`);
}
