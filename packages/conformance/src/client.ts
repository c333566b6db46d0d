// Our client behind the interop contract: the whole flow against OAUTH_BASE, one JSON object a line.
import { createClient, login, type ClientOf, type Session } from "@oauth1/client";
import { sign, type SignatureMethod, type Transmission } from "@oauth1/core";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import { hmacSha256 } from "@oauth1/core/methods/hmac-sha256";
import { plaintext } from "@oauth1/core/methods/plaintext";
import { CALLBACKS, CONSUMERS, PATHS } from "./contract.js";

const [first] = CONSUMERS;
const env = (name: string, fallback: string): string => process.env[name] ?? fallback;

const base = env("OAUTH_BASE", "http://127.0.0.1:8080");
const methods: readonly SignatureMethod[] = [hmacSha1, hmacSha256, plaintext];
const chosen = methods.find(({ name }) => name === env("OAUTH_METHOD", hmacSha1.name));
const transmissions: readonly Transmission[] = ["header", "query", "body"];
const transmission = transmissions.find((one) => one === env("OAUTH_TRANSMISSION", "header"));
const consumer = { key: env("OAUTH_KEY", first.key), secret: env("OAUTH_SECRET", first.secret) };
const callback = env("OAUTH_CALLBACK", CALLBACKS[0]);
const echo = `${base}${env("OAUTH_ECHO", PATHS.echo)}`;

if (chosen === undefined || transmission === undefined) {
  console.error(
    "OAUTH_METHOD is HMAC-SHA1, HMAC-SHA256 or PLAINTEXT, and OAUTH_TRANSMISSION header, query or body.",
  );
  process.exit(2);
}

const method: SignatureMethod = chosen;
const client = clientFor(transmission);
// Only a form has room for the parameters in its body, so the other calls take the header there.
const caller = transmission === "body" ? clientFor("header") : client;

process.exitCode = (await run()) ? 0 : 1;

function clientFor(place: Transmission): ClientOf<ReturnType<typeof providerFor>> {
  return createClient({ consumer, provider: providerFor(place) });
}

function providerFor(transmission: Transmission) {
  const url = (name: string, path: string): string => `${base}${env(name, path)}`;
  const flow = login({
    temporaryCredentials: { method: "POST", url: url("OAUTH_INITIATE", PATHS.initiate) },
    authorization: { url: url("OAUTH_AUTHORIZE", PATHS.authorize) },
    tokenCredentials: { method: "POST", url: url("OAUTH_TOKEN", PATHS.token) },
  });
  return {
    id: "contract",
    name: "the provider of the contract",
    signatureMethod: method,
    signing: { transmission },
    flows: [flow],
    api: { baseUrl: base },
  } as const;
}

async function run(): Promise<boolean> {
  const begun = await step("temporary", () => client.begin({ callback }));
  if (begun === undefined) return false;
  const { temporary } = begun;
  const approved = await step("approve", () =>
    approve(begun.authorizationUrl, temporary.token.key),
  );
  if (approved === undefined) return false;
  const account = await step("token", () => client.complete({ temporary, ...approved }));
  if (account === undefined) return false;
  const session = caller.session(account);
  const steps = [
    await step("get", () =>
      expectStatus(session.fetch(`${echo}?b5=%3D%253D&a3=a&c%40=&a2=r%20b&a3=2+q`), 200),
    ),
    await step("form", () =>
      expectStatus(client.session(account).fetch(echo, { method: "POST", body: oddForm() }), 200),
    ),
    await step("json", () => expectStatus(postJson(session), 200)),
    await step("replay", () => replay(account.token)),
    await step("tampered", () => tamper(account.token)),
  ];
  return steps.every((answer) => answer !== undefined);
}

async function step<T>(name: string, work: () => Promise<T>): Promise<T | undefined> {
  try {
    const result = await work();
    console.log(JSON.stringify({ client: "@oauth1/client", step: name, ok: true }));
    return result;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    console.log(JSON.stringify({ client: "@oauth1/client", step: name, ok: false, reason }));
    return undefined;
  }
}

async function approve(
  authorizationUrl: string,
  token: string,
): Promise<{ callbackUrl: string } | { verifier: string }> {
  const { origin, pathname } = new URL(authorizationUrl);
  const body = new URLSearchParams({
    oauth_token: token,
    decision: "approve",
    user: env("OAUTH_USER", "alice"),
  });
  const response = await fetch(`${origin}${pathname}`, {
    method: "POST",
    body,
    redirect: "manual",
  });
  const location = response.headers.get("location");
  if (location !== null) return { callbackUrl: location };
  return { verifier: new URLSearchParams(await response.text()).get("oauth_verifier") ?? "" };
}

function oddForm(): URLSearchParams {
  return new URLSearchParams([
    ["a", "1"],
    ["a", "2"],
    ["b[]", "x y"],
    ["ü", "é+&="],
    ["empty", ""],
  ]);
}

function postJson(session: Session): Promise<Response> {
  const headers = { "content-type": "application/json" };
  return session.fetch(echo, { method: "POST", body: '{"a":"1"}', headers });
}

async function replay(token: { key: string; secret: string }): Promise<Response> {
  const { request } = await sign(new Request(`${echo}?replay=1`), { consumer, token }, { method });
  await expectStatus(fetch(request.clone()), 200);
  // Without a nonce there is nothing to tell a replay by.
  return expectStatus(fetch(request), method.usesNonce ? 401 : 200);
}

async function tamper(token: { key: string; secret: string }): Promise<Response> {
  const wrong = { ...token, secret: `${token.secret}x` };
  const { request } = await sign(new Request(echo), { consumer, token: wrong }, { method });
  return expectStatus(fetch(request), 401);
}

async function expectStatus(pending: Promise<Response>, status: number): Promise<Response> {
  const response = await pending;
  if (response.status !== status)
    throw new Error(`status ${response.status} where ${status} was expected`);
  return response;
}
