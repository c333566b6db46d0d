import { expect, expectTypeOf, it } from "vitest";
import { generateKeyPairSync } from "node:crypto";
import type { PrivateKey } from "@oauth1/core";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import { plaintext } from "@oauth1/core/methods/plaintext";
import { rsaSha1 } from "@oauth1/core/methods/rsa-sha1";
import {
  callbackLogin,
  createClient,
  exchange,
  identity,
  login,
  operation,
  pinLogin,
  renewal,
  reverseAuth,
  revocation,
  type Account,
  type CallbackLogin,
  type Client,
  type ClientOptions,
  type Identity,
  type Login,
  type LoginDescription,
  type Operation,
  type ProviderDescription,
  type Renewal,
  type ReverseAuth,
  type Revocation,
  type Session,
  type TokenCalls,
} from "@oauth1/client";
import { loginHandler } from "@oauth1/client/login-handler";
import { consumer } from "./photos.js";

const url = "https://photos.example.net/";
const api = { baseUrl: url };
const base = { id: "photos", name: "Photos", signatureMethod: hmacSha1, api } as const;
const legs = {
  temporaryCredentials: { method: "POST", url, parameters: { scope: { in: "query" } } },
  authorization: { url, parameters: { lang: {} } },
  tokenCredentials: {
    method: "POST",
    url,
    fields: {
      user_id: { type: "string" },
      albums: { type: "integer" },
      staff: { type: "boolean", optional: true },
      expires: { type: "expires-in" },
      org: { type: "string", from: "callback" },
    },
  },
} as const satisfies LoginDescription;
const getMe: Operation<"photos", object, { readonly id: number }> = operation({
  provider: "photos",
  method: "GET",
  path: "/me",
  result: "json",
});
const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

// Compiling is the assertion: `pnpm types` fails when a line below an expected error has none.
function compiles(compileOnly: (...args: never) => unknown): void {
  expect(compileOnly).toBeTypeOf("function");
}

it("infers the methods of a client from its flows, and the account from its fields", () => {
  const flows = [
    login(legs),
    revocation({ method: "POST", url }),
    exchange("toBearer", { method: "POST", url, fields: { expires_in: { type: "integer" } } }),
    identity({ operation: getMe, id: "id" }),
  ] as const;
  const client = createClient({ consumer, provider: { ...base, flows } });
  type Completed = Awaited<ReturnType<typeof client.complete>>;
  expectTypeOf<Completed>().toExtend<Account>();
  expectTypeOf<Completed["user_id"]>().toEqualTypeOf<string>();
  expectTypeOf<Completed["albums"]>().toEqualTypeOf<number>();
  expectTypeOf<Completed["staff"]>().toEqualTypeOf<boolean | undefined>();
  expectTypeOf<Completed["expires"]>().toEqualTypeOf<string | undefined>();
  expectTypeOf<Completed["org"]>().toEqualTypeOf<string>();
  expectTypeOf(client.session).returns.toEqualTypeOf<Session<"photos", "token">>();
  expectTypeOf(client.toBearer).returns.resolves.toHaveProperty("expires_in").toBeNumber();
  expectTypeOf(client.identify).returns.resolves.toHaveProperty("answer").toEqualTypeOf<{
    readonly id: number;
  }>();
});

it("does not compile with a method that no flow adds", () => {
  const client = createClient({ consumer, provider: { ...base, flows: [login(legs)] } });
  const bare = createClient({ consumer, provider: base });
  const alone = createClient({ consumer, provider: { ...base, sessions: ["consumer"] } });
  compiles(() => [
    client.begin,
    // @ts-expect-error this provider revokes nothing
    client.revoke,
    // @ts-expect-error this provider has no login
    bare.begin,
    bare.session,
    // @ts-expect-error apps of this provider have no session of their own
    bare.consumerSession,
    alone.consumerSession,
    // @ts-expect-error users of this provider have no tokens
    alone.session,
  ]);
});

it("knows what a login can be asked for", () => {
  const client = createClient({ consumer, provider: { ...base, flows: [login(legs)] } });
  compiles(() => [
    client.begin({ callback: url, params: { scope: ["read"], lang: "en" } }),
    // @ts-expect-error a typo
    client.begin({ callback: url, params: { skope: "read" } }),
    // @ts-expect-error a callback is needed
    client.begin({}),
  ]);
});

it("knows what reverse authorization is asked for, and what has to be said", () => {
  const parameters = { scope: { in: "query" } } as const;
  const temporaryCredentials = { method: "POST", url, parameters } as const;
  const flows = [reverseAuth({ temporaryCredentials, target: url })] as const;
  const client = createClient({ consumer, provider: { ...base, flows } });
  const asked: ReverseAuth<{ readonly scope: "read" | "write" }> = client;
  const free: ReverseAuth = client;
  compiles(() => [
    client.reverseAuth(),
    client.reverseAuth({ params: { scope: ["read"] }, timeout: 5 }),
    // @ts-expect-error a typo
    client.reverseAuth({ params: { skope: "read" } }),
    asked.reverseAuth({ params: { scope: "read" } }),
    // @ts-expect-error the provider refuses it without a scope
    asked.reverseAuth(),
    // @ts-expect-error it has no such scope
    asked.reverseAuth({ params: { scope: "all" } }),
    free.reverseAuth(),
  ]);
});

it("tells who is signed in by the account of a live session alone, where calls need one", () => {
  const flows = [identity({ operation: getMe, id: "id" })] as const;
  interface Live extends Account {
    readonly expires: string;
  }
  const client: Identity<{ readonly id: number }, Live> = createClient({
    consumer,
    provider: { ...base, flows },
  });
  const token = { key: "a", secret: "b" };
  compiles(() => [
    client.identify({ version: 1, token, expires: "2026-01-01T00:00:00Z" }),
    // @ts-expect-error that is the account of the login
    client.identify({ version: 1, token }),
    // @ts-expect-error and that a token
    client.identify(token),
  ]);
});

it("refuses oob where a provider has only callbacks, and a callback where it has none", () => {
  const client = createClient({ consumer, provider: { ...base, flows: [callbackLogin(legs)] } });
  const pin = createClient({ consumer, provider: { ...base, flows: [pinLogin(legs)] } });
  const temporary = { version: 1, provider: "photos", token: { key: "a", secret: "b" } } as const;
  compiles(() => [
    client.begin({ callback: "https://app.example/" }),
    client.begin({ callback: new URL("https://app.example/") }),
    // @ts-expect-error there is nothing to type at this provider
    client.begin({ callback: "oob" }),
    // @ts-expect-error nor is there a verifier to type
    client.complete({ temporary, verifier: "v" }),
    pin.complete({ temporary, verifier: "v" }),
    // @ts-expect-error nobody comes back from this provider
    pin.begin({ callback: "https://app.example/" }),
    // @ts-expect-error nor is there a callback to read
    pin.complete({ temporary, callbackUrl: url }),
  ]);
});

it("takes the key that the signature method signs with, and no other", () => {
  const rsa = { ...base, signatureMethod: rsaSha1 } as const;
  const owned = { key: "app", privateKey };
  compiles(() => [
    createClient({ consumer: owned, provider: rsa }),
    // @ts-expect-error RSA takes a private key
    createClient({ consumer, provider: rsa }),
    // @ts-expect-error HMAC takes a secret
    createClient({ consumer: owned, provider: base }),
    createClient({ consumer, provider: base, signatureMethod: plaintext }),
    // @ts-expect-error the other method has to take the same key
    createClient({ consumer, provider: base, signatureMethod: rsaSha1 }),
  ]);
});

it("takes both keys where a step of a flow is signed with the other one", () => {
  const temporaryCredentials = { method: "POST", url, signatureMethod: rsaSha1 } as const;
  const both = { ...consumer, privateKey };
  const step = exchange("toBearer", { ...temporaryCredentials, fields: {} });
  const logsIn = { ...base, flows: [login({ ...legs, temporaryCredentials })] } as const;
  const exchanges = { ...base, flows: [revocation({ method: "POST", url }), step] } as const;
  const revokes = { ...base, flows: [revocation(temporaryCredentials)] } as const;
  compiles(() => [
    createClient({ consumer: both, provider: logsIn }).begin({ callback: "oob" }),
    createClient({ consumer: both, provider: exchanges }).toBearer(),
    createClient({ consumer: both, provider: revokes, signatureMethod: plaintext }),
    // @ts-expect-error the login is signed with a private key
    createClient({ consumer, provider: logsIn }),
    // @ts-expect-error and so is the exchange
    createClient({ consumer, provider: exchanges }),
    // @ts-expect-error calls take a secret
    createClient({ consumer: { key: "app", privateKey }, provider: revokes }),
  ]);
});

interface PhotosAccount extends Account {
  readonly user_id: string;
  readonly albums: number;
  readonly staff?: boolean;
  readonly expires?: string;
  readonly org: string;
}

interface PhotosParams {
  readonly scope?: "read" | "write" | (string & {});
  readonly lang: string;
}

type Methods = Login<PhotosAccount, PhotosParams, "authenticate"> &
  Revocation &
  Renewal<PhotosAccount> &
  Identity;

const generated = {
  ...base,
  flows: [
    login(legs),
    revocation({ method: "POST", url }),
    renewal({ method: "POST", url }),
    identity({ operation: getMe }),
  ],
} as const satisfies ProviderDescription;

it("fits the types that a generated package writes down", () => {
  const create = (options: ClientOptions): Client<"photos"> & TokenCalls<"photos"> & Methods =>
    createClient({ ...options, provider: generated });
  const onlyCallbacks = { ...base, flows: [callbackLogin(legs)] } as const;
  const createOther = (
    options: ClientOptions,
  ): Client<"photos"> & CallbackLogin<PhotosAccount, PhotosParams> =>
    createClient({ ...options, provider: onlyCallbacks });
  const createSigned = (options: ClientOptions<PrivateKey>): Client<"photos"> =>
    createClient({ ...options, provider: { ...base, signatureMethod: rsaSha1 } });
  const client = create({ consumer });
  compiles(async () => [
    createOther,
    createSigned,
    client.begin({ callback: url, params: { lang: "en" }, variant: "authenticate" }),
    // @ts-expect-error lang is required
    client.begin({ callback: url }),
    // @ts-expect-error no such page
    client.begin({ callback: url, params: { lang: "en" }, variant: "other" }),
    (await client.renew({ version: 1, token: consumer, user_id: "7", albums: 1, org: "" })).user_id,
  ]);
});

it("hands the login handler's account over with its fields, whatever kind of login it is", () => {
  const callbackUrl = "https://app.example/callback";
  const key = "correct horse battery staple, twice";
  compiles((client: Login<PhotosAccount>, other: CallbackLogin<PhotosAccount>) => [
    loginHandler({
      client: { provider: "photos", ...client },
      callbackUrl,
      key,
      onLogin: ({ albums }) => new Response(albums.toFixed()),
    }),
    loginHandler({
      client: { provider: "photos", ...other },
      callbackUrl,
      key,
      onLogin: ({ albums }) => new Response(albums.toFixed()),
    }),
  ]);
});
