import type { Command } from "commander";
import type { End } from "../commands.js";
import {
  NO_CONSUMER_KEY,
  consumerSecret,
  knownCredentials,
  liveSessionKeys,
  privateKey,
} from "../credentials.js";
import { emulate, emulatedUser } from "../emulation.js";
import { EXIT, UsageError, type ExitCode } from "../failure.js";
import { listed } from "../input/read.js";
import { completed, openVariables } from "../login/details.js";
import { person, personOptions, type PersonFlags, type User } from "../login/user.js";
import {
  bringsConsumer,
  entranceOf,
  logIn,
  openParams,
  stepParameters,
  type Entrance,
} from "../login/ways.js";
import { whoami, type Whoami } from "../login/whoami.js";
import {
  findProfile,
  openProfilesFolder,
  profileFile,
  saveProfile,
  type Profile,
} from "../profiles.js";
import { askText, isInteractive } from "../prompt.js";
import { connection, demandVariables, methodOf } from "../provider/connect.js";
import { findProvider, type FoundProvider } from "../provider/find.js";
import { readPairs, readStepParameters } from "../provider/values.js";
import { note, paintFor, print, printable, printJson } from "../terminal.js";

interface LoginFlags extends PersonFlags {
  readonly profile?: string;
  readonly consumerKey?: string;
  readonly method?: string;
  readonly flow?: string;
  readonly variable?: readonly string[];
  readonly param?: readonly string[];
  readonly emulate?: true;
  readonly as?: string;
  readonly json?: true;
}

/** `oauth1 login`: a token, kept in a profile. */
export function declare(command: Command, end: End): void {
  command
    .argument("<provider>", "a provider's id, or the path of a descriptor")
    .option("--profile <name>", "where to keep the token; the provider's id by default")
    .option("--consumer-key <key>", "the consumer key (OAUTH1_CONSUMER_KEY)")
    .option("--method <name>", "another signature method that the provider takes")
    .option("--flow <kind>", "another way in, such as pre-issued; the provider's first by default")
    .option("--variable <name=value>", "where the provider is, such as an account", listed)
    .option("-p, --param <name=value>", "what to ask for, such as a scope", listed)
    .option("--field <name=value>", "what a token of the provider's pages comes without", listed)
    .option("--pin", "types the verifier, where the provider shows one")
    .option(
      "--callback <url>",
      "the callback that was registered; a page of this machine by default",
    )
    .option("--no-browser", "only shows the URL")
    .option("--timeout <seconds>", "how long to wait for the user", "300")
    .option("--username <name>", "for providers that take name and password from apps")
    .option("--emulate", "against an emulator in this process; nothing is kept")
    .option("--as <user>", "with --emulate: says yes as this user, without a browser")
    .option("--json", "who is signed in, as JSON")
    .action(async (provider: string, flags: LoginFlags) => end(await login(provider, flags)));
}

async function login(name: string, flags: LoginFlags): Promise<ExitCode> {
  const found = await findProvider(name);
  const flow = entranceOf(found.model, flags.flow);
  refuseContradictions(flags);
  refuseForeign(flags, flow);
  const wanted = personOptions(flags);
  if (found.retirement !== undefined) note(found.retirement);
  const enter = { ...found, flow, flags };
  if (flags.emulate === undefined) {
    // Before the token is there, which would be lost.
    openProfilesFolder();
    const profile = await profileFor(enter);
    return finish(enter, profile, person(wanted));
  }
  const variables = Object.fromEntries(readPairs(flags.variable ?? [], "--variable"));
  const { method } = flags;
  if (method !== undefined) await methodOf(found.model, method);
  const emulated = await emulate(found, { variables });
  const profile = { ...emulated.profile, ...(method !== undefined && { signatureMethod: method }) };
  try {
    const { as } = flags;
    const user = as === undefined ? person(wanted) : emulatedUser(emulated, as);
    return await finish(enter, profile, user);
  } finally {
    await emulated.emulator.close();
  }
}

/** The flags that one way in reads, and no other. */
const OF_FLOW = {
  pin: { kind: "login", why: "elsewhere there is no page that shows a verifier." },
  callback: { kind: "login", why: "elsewhere nobody comes back from a page." },
  username: { kind: "x-auth", why: "elsewhere no name and password are asked for." },
  field: { kind: "pre-issued", why: "elsewhere the provider's answer has them." },
} as const;

function refuseForeign(flags: LoginFlags, flow: Entrance): void {
  for (const name of ["pin", "callback", "username", "field"] as const) {
    const { kind, why } = OF_FLOW[name];
    if (flags[name] === undefined) continue;
    if (flow.kind !== kind) throw new UsageError(`--${name} goes with --flow ${kind}: ${why}`);
    if (flags.as !== undefined)
      throw new UsageError(`--${name} does not go with --as, which says yes without a person.`);
  }
}

function refuseContradictions({ emulate: isEmulated, as, profile, consumerKey }: LoginFlags): void {
  if (isEmulated === undefined) {
    if (as === undefined) return;
    throw new UsageError("--as goes with --emulate: elsewhere users say yes themselves.");
  }
  if (as?.trim() === "") throw new UsageError("--as is the name of a user, such as alice.");
  if (profile !== undefined)
    throw new UsageError("--profile does not go with --emulate, of which nothing is kept.");
  if (consumerKey !== undefined)
    throw new UsageError(
      "--consumer-key does not go with --emulate, which registers an app itself.",
    );
}

/** A login that was asked for. */
interface Asked extends FoundProvider {
  readonly flow: Entrance;
  readonly flags: LoginFlags;
}

async function finish(
  { model, flow, flags }: Asked,
  before: Profile,
  user: User,
): Promise<ExitCode> {
  const options = await connection(model, before);
  const said = readPairs(flags.param ?? [], "--param");
  const answered = await completed(openParams(flow), Object.fromEntries(said));
  const more = Object.entries(answered).filter(([name]) => !said.some(([one]) => one === name));
  const params = readStepParameters(model, stepParameters(flow), [...said, ...more]);
  const entered = await logIn(flow, { model, options, user, params });
  const { account, consumer = before.consumer } = entered;
  const profile = { ...before, consumer, ...(account && { account: { ...account } }) };
  const speaking = await connection(model, profile);
  const who = account === undefined ? {} : await whoami(model, speaking, account).catch(unknown);
  const kept = flags.emulate === undefined ? (flags.profile ?? model.id) : undefined;
  if (kept !== undefined) await saveProfile(kept, profile);
  if (flags.json) printJson({ ok: true, provider: model.id, profile: kept, ...who });
  else print(story(model.name, who, kept));
  return EXIT.fine;
}

// The token is there, and worth more than to know whose it is.
function unknown(error: unknown): Whoami {
  note(
    `Who is signed in cannot be told: ${error instanceof Error ? error.message : String(error)}`,
  );
  return {};
}

function story(provider: string, { id, username }: Whoami, kept: string | undefined): string {
  const paint = paintFor(process.stdout);
  const who = username ?? id;
  const number = id === undefined || id === who ? "" : ` (${id})`;
  const whose = who === undefined ? "" : printable(` as ${who}${number}`);
  const head = `${paint("green", `Logged in to ${provider}`)}${whose}`;
  return kept === undefined
    ? `${head}\nThe emulator is gone, and so is the token.`
    : `${head}\nProfile ${kept} in ${profileFile(kept)}`;
}

// What was said now counts; what is missing comes from the profile of an earlier login, as a whole.
async function profileFor({ reference, model, flow, flags }: Asked): Promise<Profile> {
  const kept = findProfile(flags.profile ?? model.id);
  const before = kept?.provider === reference ? kept : undefined;
  const said = Object.fromEntries(readPairs(flags.variable ?? [], "--variable"));
  const variables = await completed(openVariables(model), { ...before?.variables, ...said });
  demandVariables(model, variables);
  const signatureMethod = flags.method ?? before?.signatureMethod;
  const keyed = await methodOf(model, signatureMethod);
  const shared = {
    provider: reference,
    variables,
    ...(signatureMethod !== undefined && { signatureMethod: keyed.method.name }),
  };
  if (bringsConsumer(flow)) return { ...before, ...shared, consumer: { key: "" } };
  const { consumerKey } = flags;
  const known = knownCredentials({}, consumerKey === undefined ? {} : { consumerKey });
  if (known.consumerKey === undefined && before !== undefined) return { ...before, ...shared };
  const key = known.consumerKey ?? (await askKey(model.oauth.consumer.registration));
  const { keys } = model.oauth.consumer;
  const live = keys.includes("liveSession") ? liveSessionKeys() : {};
  if (keyed.key === "privateKey" || keyed.key === "token") {
    return { ...shared, consumer: { key, privateKey: await privateKey(known), ...live } };
  }
  const isBare = model.oauth.consumer.secret === "none";
  return { ...shared, consumer: { key, secret: isBare ? "" : await consumerSecret(known) } };
}

async function askKey(registration: string | undefined): Promise<string> {
  const where = registration === undefined ? "" : ` An app is registered at ${registration}`;
  if (!isInteractive()) throw new UsageError(`${NO_CONSUMER_KEY}${where}`);
  if (where !== "") note(where.trim());
  return askText("Consumer key: ");
}
