import type { Command } from "commander";
import type { ProviderModel } from "@oauth1/descriptor";
import type { Emulator, FaultName, IssuedToken } from "@oauth1/emulator";
import { shellQuoted } from "@oauth1/emulator/input";
import type { ServedPage } from "@oauth1/emulator/page";
import { once } from "node:events";
import type { End } from "../commands.js";
import { factsOf, reportOf } from "../emulation-report.js";
import { emulate, type Emulated } from "../emulation.js";
import { asked, EXIT, UsageError } from "../failure.js";
import { listed } from "../input/read.js";
import { findProfile, openProfilesFolder, saveProfile, type ProfileAccount } from "../profiles.js";
import { builtInDescriptors, findProvider, type FoundProvider } from "../provider/find.js";
import { readPairs } from "../provider/values.js";
import { note, print, printJson } from "../terminal.js";

interface EmulateFlags {
  readonly port: string;
  readonly origin?: string;
  readonly calledBy?: string;
  readonly callback?: string;
  readonly variable?: readonly string[];
  readonly fault?: readonly string[];
  readonly profile?: string;
  readonly showSecrets?: true;
  readonly json?: true;
}

/** `oauth1 emulate`: a provider on this machine, until Ctrl-C. */
export function declare(command: Command, end: End): void {
  command
    .argument("<provider>", "a provider's id, or the path of a descriptor")
    .option("--port <number>", "on 127.0.0.1; any free one by default, and where it is taken", "0")
    .option(
      "--origin <url>",
      "what clients reach it by, where a proxy stands in front; without the page",
    )
    .option(
      "--called-by <origin>",
      "whose pages may call it from a browser (CORS); none by default",
    )
    .option("--callback <url>", "where users come back to; any URL, and oob, by default")
    .option(
      "--variable <name=value>",
      "what a part of the provider's URLs is, such as a tenant; as in the example by default",
      listed,
    )
    .option("--fault <name>", "what goes wrong with the first request that it can strike", listed)
    .option("--profile <name>", "keeps the app and a token of alice in a profile")
    .option("--show-secrets", "prints the made-up secrets, for an app of your own")
    .option("--json", "one line of JSON, as soon as it listens")
    .action(async (provider: string, flags: EmulateFlags) => {
      const found = await findProvider(provider);
      const port = portOf(flags.port);
      spareProfile(flags);
      // What stands in front may not lead here yet, and the site on the page would have nobody to talk to.
      const page = flags.origin === undefined ? await servePage(found.model) : undefined;
      try {
        await run({ ...found, port, page }, flags);
      } finally {
        await page?.close();
      }
      end(EXIT.fine);
    });
}

interface Wanted extends FoundProvider {
  readonly port: number;
  readonly page: ServedPage | undefined;
}

async function run({ port, page, ...found }: Wanted, flags: EmulateFlags): Promise<void> {
  const { model } = found;
  const { origin, calledBy, callback, json, showSecrets = false } = flags;
  const emulated = await emulate(found, {
    port,
    variables: Object.fromEntries(readPairs(flags.variable ?? [], "--variable")),
    ...(origin !== undefined && { origin }),
    ...(calledBy !== undefined && { calledBy }),
    ...(page && { start: (options) => page.emulate(model.id, options) }),
    callbacks: callback === undefined ? [] : [callback, "oob"],
  });
  const { emulator } = emulated;
  try {
    tellPort(port, emulator);
    for (const name of flags.fault ?? []) {
      const fault = await faultNamed(name);
      await asked(() => emulator.fault(fault));
    }
    await keep(emulated, flags);
    const token = showSecrets ? await shownToken(model, emulated) : undefined;
    const running = { ...emulated, found, page: page && `${page.origin}/`, token, showSecrets };
    // Whoever reads that Ctrl-C stops it may be a program, and quick.
    const stopped = Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
    if (json) printJson(factsOf(running), { compact: true });
    else print([...reportOf(running), ...hint(model, flags), "Ctrl-C stops it."].join("\n"));
    await stopped;
  } finally {
    await emulator.close();
  }
}

// Whoever has asked for a port has put it into another program.
function tellPort(wanted: number, { port }: Pick<Emulator, "port">): void {
  if (wanted === 0 || wanted === port) return;
  note(`Port ${wanted} is taken by another program: this is at http://127.0.0.1:${port}.`);
}

// A token of the real provider would be lost.
function spareProfile({ profile: name }: EmulateFlags): void {
  if (name === undefined) return;
  const before = findProfile(name);
  if (before === undefined || before.originMap !== undefined) return openProfilesFolder();
  throw new UsageError(
    `The profile ${name} is not of an emulator: choose another name, such as ${name}-emulated.`,
  );
}

async function keep({ emulator, profile }: Emulated, flags: EmulateFlags): Promise<void> {
  if (flags.profile === undefined) return;
  const { key, secret, fields } = await emulator.issueToken("alice");
  const account: ProfileAccount = { ...fields, version: 1, token: { key, secret } };
  await saveProfile(flags.profile, { ...profile, account });
}

// Where users get their tokens from the provider's own pages, an app cannot begin without one.
async function shownToken(
  { oauth }: ProviderModel,
  { emulator }: Emulated,
): Promise<IssuedToken | undefined> {
  const isIssued = oauth.flows.some(({ kind }) => kind === "pre-issued");
  return isIssued ? emulator.issueToken("alice") : undefined;
}

// The provider comes first, and every other one that is known can be chosen too.
async function servePage(model: ProviderModel): Promise<ServedPage> {
  const { lower } = await import("@oauth1/descriptor");
  const { startPage } = await import("@oauth1/emulator/page");
  const others = (await builtInDescriptors()).filter(({ id }) => id !== model.id);
  return startPage({ providers: [model, ...others.map(lower)], first: model.id });
}

// What works as it is typed: who is signed in, or else the first call that reads and needs nothing.
function hint({ id, api, operations }: ProviderModel, flags: EmulateFlags): readonly string[] {
  if (flags.profile === undefined)
    return [`--profile ${id}-emulated keeps the app and a token, for oauth1 request`];
  const bare = operations.filter(({ parameters }) => !parameters.some(({ required }) => required));
  const call =
    bare.find((one) => one.id === api.profile?.operation) ??
    bare.find(({ method }) => method === "GET");
  if (call === undefined) return [];
  return [`oauth1 request --profile ${shellQuoted(flags.profile)} --operation ${call.id} calls it`];
}

async function faultNamed(name: string): Promise<FaultName> {
  const { FAULTS } = await import("@oauth1/emulator");
  const isFault = (text: string): text is FaultName => Object.hasOwn(FAULTS, text);
  if (isFault(name)) return name;
  const known = Object.keys(FAULTS).join(", ");
  throw new UsageError(`There is no fault ${JSON.stringify(name)}: choose among ${known}.`);
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new UsageError("--port takes a number from 0 to 65535.");
}
