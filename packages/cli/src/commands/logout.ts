import type { ProviderModel } from "@oauth1/descriptor";
import { shellQuoted } from "@oauth1/emulator/input";
import type { Command } from "commander";
import type { End } from "../commands.js";
import { EXIT, type ExitCode } from "../failure.js";
import { revocationOf, revokeToken } from "../login/afterwards.js";
import { removeRead } from "../profiles.js";
import { connection } from "../provider/connect.js";
import { enteredProfile, granted, type Entered, type ProfileFlag } from "../provider/entered.js";
import { paintFor, print, printJson } from "../terminal.js";

interface LogoutFlags extends ProfileFlag {
  readonly json?: true;
}

/** `oauth1 logout`: the end of a login, at the provider and here. */
export function declare(command: Command, end: End): void {
  command
    .argument("[provider]", "a provider's id, the path of a descriptor, or a profile")
    .option("--profile <name>", "the profile; by default the one of the provider's id")
    .option("--json", "what has become of the token, as JSON")
    .addHelpText("after", HELP)
    .action(async (provider: string | undefined, flags: LogoutFlags) =>
      end(await logout(await enteredProfile(provider, flags), flags)),
    );
}

const HELP = `
Revokes the token where the provider has a call for that, says so where it has
none, and removes the profile. Where the provider refuses, or does not answer,
the profile stays, and it ends with 1; oauth1 profiles remove forgets a profile
in any case, and the provider is not told.`;

async function logout(entered: Entered, { json }: LogoutFlags): Promise<ExitCode> {
  const { called, model, profile } = entered;
  const token = await endToken(entered);
  await removeRead(called, profile);
  const said = TOKENS[token](model);
  if (json) printJson({ ok: true, provider: model.id, profile: called, token, message: said });
  else print(`${paintFor(process.stdout)("green", `${called} is removed.`)}\n${said}`);
  return EXIT.fine;
}

async function endToken({ called, model, profile }: Entered): Promise<keyof typeof TOKENS> {
  const { account } = profile;
  const flow = revocationOf(model);
  if (account === undefined) return "none";
  if (flow === undefined) return "kept";
  const mend = `The profile is still there: try again, or forget it with oauth1 profiles remove ${shellQuoted(called)}, which does not tell ${model.name}.`;
  const options = await connection(model, profile);
  await granted(() => revokeToken(flow, options, account), mend);
  return "revoked";
}

const TOKENS = {
  none: () => "It had no token.",
  revoked: ({ name }: ProviderModel) => `${name} has revoked the token.`,
  kept: byHand,
} as const;

function byHand({ name, oauth }: ProviderModel): string {
  const issued = oauth.flows.find((flow) => flow.kind === "pre-issued")?.documentation;
  const where = issued === undefined ? `on the pages of ${name}` : `there (${issued})`;
  return [
    `${name} has no call that revokes a token: take it back ${where}, or it stays valid.`,
    ...(oauth.lifetime?.description === undefined ? [] : [oauth.lifetime.description]),
  ].join("\n");
}
