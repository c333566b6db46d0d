import { paginate, type Session, type SessionLevel } from "@oauth1/client";
import type { MockFetch, MockOptions } from "@oauth1/client/testing";
import { encryptSecret } from "@oauth1/core/live-session";
import type { OperationModel, ProviderModel } from "@oauth1/descriptor";
import { generateKeyPairSync, getDiffieHellman } from "node:crypto";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { describedProviders, type Described } from "../src/providers/described.js";
import { loadSdk, type AnyClient, type Sdk } from "../src/providers/sdk.js";
import { paramsOf, valueAt } from "../src/providers/values.js";
import { hasLiveSessions } from "../src/providers/world.js";

/** Calls that are rightly taken for others, with the parameters that they are made with here. */
const OTHERS: Readonly<Record<string, readonly string[]>> = {
  // The example of a member is "me", and that is the whole path of getMe.
  trello: ["getMember"],
};

for (const described of await describedProviders()) {
  const { model } = described;
  const { id: provider, name, operations } = model;
  if (operations.length === 0) continue;
  const known = OTHERS[provider] ?? [];
  describe(`the mock of ${name}`, () => {
    it("returns what a test wants, to the operation that it is for", async () => {
      const mocked = await play(described);
      for (const operation of operations) answerOwn(mocked, operation);
      const wrong = await filtered(operations, async (one) => !(await isAnswered(mocked, one)));
      expect(wrong.map(({ id }) => id).filter((id) => !known.includes(id))).toEqual([]);
    });

    const lists = operations.filter(({ pagination }) => pagination !== undefined);
    if (lists.length > 0)
      it("has lists that end where their examples end", async () => {
        const mocked = await play(described);
        for (const list of lists)
          expect(await itemsOf(mocked, list), list.id).toEqual(exampleOf(list));
      });
  });
}

/** An SDK whose client calls a mock. */
interface Mocked {
  readonly model: ProviderModel;
  readonly sdk: Sdk;
  readonly fetch: MockFetch;
  readonly sessionOf: (operation: OperationModel) => Promise<Session<string, SessionLevel>>;
}

function answerOwn({ sdk, fetch }: Mocked, operation: OperationModel): void {
  fetch.answer(sdk.operation(operation.id), ownResult(operation));
}

function ownResult({ id, response }: OperationModel): unknown {
  if (response === "binary") return new Blob([id]);
  return response === "json" ? { of: id } : id;
}

// Where an operation returns nothing, the status is what shows that it was meant.
async function isAnswered(mocked: Mocked, operation: OperationModel): Promise<boolean> {
  const { sdk, model, sessionOf } = mocked;
  const params = paramsOf(model, operation.parameters);
  const session = await sessionOf(operation);
  const { result, response } = await sdk.operation(operation.id).withResponse(session, params);
  if (operation.response === "none") return response.status === 204;
  return (await textOf(result)) === (await textOf(ownResult(operation)));
}

async function textOf(result: unknown): Promise<string> {
  return result instanceof Blob ? result.text() : JSON.stringify(result);
}

async function itemsOf(mocked: Mocked, operation: OperationModel): Promise<readonly unknown[]> {
  const { sdk, model, sessionOf, fetch } = mocked;
  const listed = sdk.operation(operation.id);
  const { example, parameters, pagination } = operation;
  fetch.answer(listed, example ?? {});
  // A list begins with its first page.
  const turning: readonly string[] =
    pagination?.kind === "continuation"
      ? Object.keys(valueAt(example, pagination.next) ?? {})
      : [pagination?.kind === "link" ? "page" : (pagination?.parameter ?? "")];
  const params = paramsOf(
    model,
    parameters.filter(({ name }) => !turning.includes(name)),
  );
  const items: unknown[] = [];
  const session = await sessionOf(operation);
  for await (const item of paginate(listed, session, { params })) items.push(item);
  return items;
}

function exampleOf({ example, pagination }: OperationModel): readonly unknown[] {
  const items = valueAt(example, pagination?.items ?? "") ?? [];
  return Array.isArray(items) ? items : [items];
}

async function filtered<T>(
  items: readonly T[],
  isWanted: (item: T) => Promise<boolean>,
): Promise<readonly T[]> {
  const wanted = await Promise.all(items.map(isWanted));
  return items.filter((_, at) => wanted[at] === true);
}

async function play({ model, folder }: Described): Promise<Mocked> {
  const sdk = await loadSdk(model, folder);
  const mocks: Readonly<Record<string, (options: MockOptions) => MockFetch>> = await import(
    join(folder, "src/testing.ts")
  );
  const mock = mocks[`mock${model.names.pascal}`];
  if (mock === undefined) throw new Error(`@oauth1/${model.id} has no mock.`);
  const { app, provider, token } = await keysOf(model);
  const fetch = mock({ consumer: provider, tokens: { [token.key]: token.secret } });
  const variables = Object.fromEntries(model.variables.map((one) => [one.name, one.example]));
  const client = sdk.create({ consumer: app, fetch, variables, retry: false });
  const user = lazily(() => userSession(client, model, token));
  return {
    ...{ model, sdk, fetch },
    sessionOf: async ({ auth }) => (auth === "token" ? user() : client.consumerSession()),
  };
}

interface Token {
  readonly key: string;
  readonly secret: string;
}

async function userSession(
  client: AnyClient,
  model: ProviderModel,
  token: Token,
): Promise<Session> {
  return client.session(hasLiveSessions(model) ? await client.openLiveSession(token) : token);
}

function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

const { privateKey, publicKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});

/** What the app signs with, what the provider knows of it, and a token. */
async function keysOf(model: ProviderModel): Promise<{
  readonly app: object;
  readonly provider: MockOptions["consumer"];
  readonly token: Token;
}> {
  const { keys } = model.oauth.consumer;
  const isKeyed = keys.includes("privateKey");
  const shared = {
    key: "key",
    ...(keys.includes("secret") && { secret: "secret" }),
    ...(hasLiveSessions(model) && {
      encryptionKey: privateKey,
      diffieHellman: getDiffieHellman("modp14").getPrime("hex"),
    }),
  };
  // A provider of live sessions encrypts the secrets of tokens for the app.
  const secret = hasLiveSessions(model)
    ? await encryptSecret(privateKey, new TextEncoder().encode("secret"))
    : "secret";
  return {
    app: { ...shared, ...(isKeyed && { privateKey }) },
    provider: { ...shared, ...(isKeyed && { publicKey }) },
    token: { key: "token", secret },
  };
}
