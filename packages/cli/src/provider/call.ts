import {
  createClient,
  paginate,
  type ResponseNotice,
  type Session,
  type SessionLevel,
} from "@oauth1/client";
import type { OperationModel, ProviderModel } from "@oauth1/descriptor";
import { describeOperation, sessionOf, type AnyClientOptions } from "@oauth1/emulator/description";
import { shellQuoted } from "@oauth1/emulator/input";
import { answerJson, printBytes } from "../answer.js";
import { asked, EXIT, UsageError, type ExitCode } from "../failure.js";
import type { Profile } from "../profiles.js";
import { jsonFor, print, printJson, printOfPeer } from "../terminal.js";
import { connection } from "./connect.js";
import { loginCommand, type Entered } from "./entered.js";
import { findProvider } from "./find.js";
import { readParameters } from "./values.js";

/** What an operation is called with. */
export interface CallInput {
  /** What the profile is called. */
  readonly called: string;
  /** As `name=value`. */
  readonly said: readonly string[];
  /** Whether every page is wanted. */
  readonly all: boolean;
  /** Whether status and headers are wanted too. */
  readonly json: boolean;
  /** Where a call may go besides the provider. */
  readonly origins: readonly string[];
}

/** Calls a described operation and prints what it answers. */
export async function callOperation(
  profile: Profile,
  id: string,
  { called, said, all, json, origins }: CallInput,
): Promise<ExitCode> {
  const { provider } = profile;
  if (provider === undefined)
    throw new UsageError("The profile names no provider: log in with one.");
  const { model, reference } = await findProvider(provider);
  const described = await operationOf(model, { id, reference });
  const params = readParameters(model, described, said);
  const operation = describeOperation(model, described);
  let last: ResponseNotice | undefined;
  const own = { origins, onResponse: (notice: ResponseNotice) => (last = notice) };
  const options = { ...(await connection(model, profile)), ...own };
  const session = await sessionFor(options, profile, { called, model, reference, described });
  if (!all) {
    const result = await asked(() => operation(session, params));
    if (json) await printWhole(last, result);
    else await printResult(result);
    return EXIT.fine;
  }
  const items = paginate(operation, session, { params });
  await asked(async () => {
    for await (const item of items) printJson(item, { compact: true });
  });
  return EXIT.fine;
}

async function operationOf(
  model: ProviderModel,
  { id, reference }: { readonly id: string; readonly reference: string },
): Promise<OperationModel> {
  const found = model.operations.find((one) => one.id === id);
  if (found !== undefined) return found;
  const { closest } = await import("@oauth1/descriptor");
  const near = closest(
    id,
    model.operations.map((one) => one.id),
  );
  throw new UsageError(
    `${model.name} has no operation ${JSON.stringify(id)}.${near === undefined ? "" : ` Did you mean ${near}?`} oauth1 providers show ${shellQuoted(reference)} has all.`,
  );
}

interface Called extends Pick<Entered, "called" | "model" | "reference"> {
  readonly described: OperationModel;
}

async function sessionFor(
  options: AnyClientOptions,
  { account }: Profile,
  { described: { id, auth }, ...entered }: Called,
): Promise<Session<string, SessionLevel>> {
  if (account !== undefined) return asked(() => sessionOf(options, entered.model, account));
  if (auth !== "token") return asked(() => createClient(options).consumerSession());
  throw new UsageError(
    `${id} speaks for a user, and the profile has no token: ${loginCommand(entered)} gets one.`,
  );
}

async function printResult(result: unknown): Promise<void> {
  if (result === undefined) return;
  if (result instanceof Blob) printBytes(Buffer.from(await result.arrayBuffer()));
  else if (typeof result === "string") printOfPeer(result);
  else printJson(result);
}

// As of any request, but with the body as the operation has read it.
async function printWhole(last: ResponseNotice | undefined, result: unknown): Promise<void> {
  const { status = 200, headers = new Headers() } = last ?? {};
  const bytes =
    result instanceof Blob
      ? Buffer.from(await result.arrayBuffer())
      : Buffer.from(result === undefined ? "" : JSON.stringify(result));
  print(jsonFor(process.stdout, answerJson({ ok: true, status, headers }, bytes)));
}
