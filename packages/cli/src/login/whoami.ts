import { createClient, identity, type Account } from "@oauth1/client";
import type { ProviderModel } from "@oauth1/descriptor";
import { describeOperation, sessionOf, type AnyClientOptions } from "@oauth1/emulator/description";

/** Whom a token is of, as far as that can be found out. */
export interface Whoami {
  readonly id?: string;
  readonly username?: string;
}

/**
 * Who is signed in: the fields of the account that say so, and otherwise the provider's profile operation. Rejects with a
 * `CallError` as that does.
 */
export async function whoami(
  model: ProviderModel,
  options: AnyClientOptions,
  account: Account,
): Promise<Whoami> {
  const known = ofAccount(model, account);
  if (known.username !== undefined) return known;
  const { profile } = model.api;
  const operation = model.operations.find(({ id }) => id === profile?.operation);
  if (operation === undefined || operation.parameters.some(({ required }) => required))
    return known;
  const [id, username] = [profile?.id?.join("."), profile?.username?.join(".")];
  const described = describeOperation(model, operation);
  const session = await sessionOf(options, model, account);
  const flow = identity({
    // By a live session, where calls are signed with one, and not with the account's token.
    operation: Object.assign(() => described(session, {}), { description: described.description }),
    ...(id !== undefined && { id }),
    ...(username !== undefined && { username }),
  });
  const provider = { ...options.provider, flows: [flow] } as const;
  const { answer: _answer, ...found } = await createClient({ ...options, provider }).identify(
    account,
  );
  return { ...known, ...found };
}

function ofAccount({ oauth }: ProviderModel, account: Account): Whoami {
  const fields = oauth.flows.flatMap((flow) => [
    ...("tokenCredentials" in flow ? flow.tokenCredentials.fields : []),
    ...("callback" in flow ? flow.callback.fields : []),
  ]);
  const values = new Map<string, unknown>(Object.entries(account));
  const text = (role: "id" | "username"): string | undefined => {
    const found = fields.find((field) => field.role === role && values.has(field.name));
    return found === undefined ? undefined : String(values.get(found.name));
  };
  const [id, username] = [text("id"), text("username")];
  return { ...(id !== undefined && { id }), ...(username !== undefined && { username }) };
}
