import type { Command } from "commander";
import type { End } from "../commands.js";
import { EXIT, UsageError, type ExitCode } from "../failure.js";
import { renewalOf, renewToken, type Afterwards } from "../login/afterwards.js";
import { profileFile, saveProfile, type ProfileAccount } from "../profiles.js";
import { connection } from "../provider/connect.js";
import {
  accountOf,
  enteredProfile,
  granted,
  loginCommand,
  type Entered,
  type ProfileFlag,
} from "../provider/entered.js";
import { paintFor, print, printJson } from "../terminal.js";

interface RenewFlags extends ProfileFlag {
  readonly json?: true;
}

/** `oauth1 renew`: a token anew, or for longer, without the user. */
export function declare(command: Command, end: End): void {
  command
    .argument("[provider]", "a provider's id, the path of a descriptor, or a profile")
    .option("--profile <name>", "the profile; by default the one of the provider's id")
    .option("--json", "which profile was renewed, as JSON")
    .addHelpText("after", HELP)
    .action(async (provider: string | undefined, flags: RenewFlags) =>
      end(await renew(await enteredProfile(provider, flags), flags)),
    );
}

const HELP = `
For providers whose tokens end: oauth1 providers show says whether one has the
flow "renewal".`;

async function renew(entered: Entered, { json }: RenewFlags): Promise<ExitCode> {
  const { called, model, profile } = entered;
  const login = loginCommand(entered);
  const flow = renewalOf(model, login);
  const before = accountOf(entered);
  demandHandle(flow, before, entered);
  const options = await connection(model, profile);
  const mend = `Where the token has ended, ${login} gets another one.`;
  const account = await granted(() => renewToken(flow, options, before), mend);
  await saveProfile(called, { ...profile, account });
  const isNew = account.token.key !== before.token.key;
  if (json) printJson({ ok: true, provider: model.id, profile: called, isNew });
  else {
    const done = isNew ? "has handed out a new token" : "has renewed the token";
    const head = paintFor(process.stdout)("green", `${model.name} ${done}`);
    print(`${head}\nProfile ${called} in ${profileFile(called)}`);
  }
  return EXIT.fine;
}

function demandHandle(
  { handle }: Afterwards<"renewal">,
  account: ProfileAccount,
  entered: Entered,
): void {
  if (handle === undefined || typeof account[handle] === "string") return;
  throw new UsageError(
    `The profile ${entered.called} has no ${handle}, without which ${entered.model.name} renews no token: ${loginCommand(entered)} gets one.`,
  );
}
