import { createClient, paginate, type Session, type SessionLevel } from "@oauth1/client";
import type { OperationModel, ProviderModel } from "@oauth1/descriptor";
import { describeOperation, sessionOf } from "@oauth1/emulator/description";
import { asked, EXIT, UsageError, type ExitCode } from "../failure.js";
import type { Profile } from "../profiles.js";
import { print, printJson } from "../terminal.js";
import { connection } from "./connect.js";
import { findProvider } from "./find.js";
import { readParameters } from "./values.js";

/** What an operation is called with. */
export interface CallInput {
  /** As `name=value`. */
  readonly said: readonly string[];
  /** Whether every page is wanted. */
  readonly all: boolean;
}

/** Calls a described operation and prints what it answers. */
export async function callOperation(
  profile: Profile,
  id: string,
  { said, all }: CallInput,
): Promise<ExitCode> {
  const { provider } = profile;
  if (provider === undefined)
    throw new UsageError("The profile names no provider: log in with one.");
  const { model } = await findProvider(provider);
  const described = await operationOf(model, id);
  const params = readParameters(model, described, said);
  const operation = describeOperation(model, described);
  const session = await sessionFor(model, profile, described);
  if (!all) {
    await printResult(await asked(() => operation(session, params)));
    return EXIT.fine;
  }
  const items = paginate(operation, session, { params });
  await asked(async () => {
    for await (const item of items) printJson(item, { compact: true });
  });
  return EXIT.fine;
}

async function operationOf(model: ProviderModel, id: string): Promise<OperationModel> {
  const found = model.operations.find((one) => one.id === id);
  if (found !== undefined) return found;
  const { closest } = await import("@oauth1/descriptor");
  const near = closest(
    id,
    model.operations.map((one) => one.id),
  );
  throw new UsageError(
    `${model.name} has no operation ${JSON.stringify(id)}.${near === undefined ? "" : ` Did you mean ${near}?`} oauth1 providers show ${model.id} has all.`,
  );
}

async function sessionFor(
  model: ProviderModel,
  profile: Profile,
  { id, auth }: OperationModel,
): Promise<Session<string, SessionLevel>> {
  const options = await connection(model, profile);
  const { account } = profile;
  if (account !== undefined) return asked(() => sessionOf(options, model, account));
  if (auth !== "token") return asked(() => createClient(options).consumerSession());
  throw new UsageError(
    `${id} speaks for a user, and the profile has no token: oauth1 login ${model.id}`,
  );
}

async function printResult(result: unknown): Promise<void> {
  if (result === undefined) return;
  if (result instanceof Blob) process.stdout.write(Buffer.from(await result.arrayBuffer()));
  else if (typeof result === "string") print(result);
  else printJson(result);
}
