import type { Account, Client, Login, LoginError, TokenCalls } from "@oauth1/client";
import { expectSame, type Check, type Group, type Library } from "../library.js";
import { CALLBACK, CONSUMER, PATHS, photosProvider } from "../photos.js";

/** The three legs and what comes after them: over HTTP, and with the provider inside the runtime too. */
export function flowChecks(library: Library): readonly Check[] {
  const overHttp: Connect = async () => clientFor(library, { base: library.origin });
  const inside: Connect = async () => clientFor(library, await providerInside(library));
  return [...legs("flow", overHttp), ...legs("server", inside)];
}

type Connect = () => Promise<Connected>;

interface Connected {
  readonly client: Client<"photos"> & TokenCalls<"photos"> & Login<Account>;
  readonly base: string;
  readonly fetch: typeof fetch;
}

interface Place {
  readonly base: string;
  readonly fetch?: typeof fetch;
}

function legs(group: Group, connect: Connect): readonly Check[] {
  const check = (name: string, run: (connected: Connected) => Promise<void>): Check => {
    return { group, name, run: async () => run(await connect()) };
  };
  return [
    check("a login by callback, and calls", callback),
    check("a login by PIN", pin),
    check("a user who refuses", denial),
    check("a verifier that is another", wrongVerifier),
    check("a token secret that is another", wrongSecret),
  ];
}

function clientFor({ client, shared }: Library, { base, fetch: given }: Place): Connected {
  const endpoint = (path: string): { readonly method: "POST"; readonly url: string } => {
    return { method: "POST", url: `${base}${path}` };
  };
  const signatureMethod = shared.find(({ name }) => name === "HMAC-SHA1");
  if (signatureMethod === undefined) throw new Error("there is no HMAC-SHA1");
  const provider = {
    id: "photos",
    name: "Photos",
    signatureMethod,
    flows: [
      client.login({
        temporaryCredentials: endpoint(PATHS.temporaryCredentials),
        authorization: { url: `${base}${PATHS.authorization}` },
        tokenCredentials: endpoint(PATHS.tokenCredentials),
      }),
    ],
    api: { baseUrl: base },
  } as const;
  const options = { consumer: CONSUMER, ...(given && { fetch: given }) };
  return { client: client.createClient({ ...options, provider }), base, fetch: given ?? fetch };
}

// A `Request` cannot be made of what another runtime's own `fetch` would take, so this takes what the client sends.
async function providerInside({ server }: Library): Promise<Place> {
  const base = "https://photos.example";
  const { answer } = await photosProvider(server, base);
  const inside: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const { method, url } = request;
    const body = new Uint8Array(await request.arrayBuffer());
    return answer({ method, url, headers: Object.fromEntries(request.headers), body });
  };
  return { base, fetch: inside };
}

async function callback({ client, base, fetch: send }: Connected): Promise<void> {
  const { authorizationUrl, temporary } = await client.begin({ callback: CALLBACK });
  const { redirect = "" } = await decision(send, authorizationUrl);
  const account = await client.complete({ temporary, callbackUrl: redirect });
  const session = client.session(account);
  const form = new URLSearchParams([
    ["text", "a + é ☃"],
    ["text", "%"],
  ]);
  const answer = await session.fetch(`${base}${PATHS.echo}?a=%20&a=b`, {
    method: "POST",
    body: form,
  });
  expectSame(await answer.json(), { user: "jane", method: "POST", body: form.toString() });
  const json = await session.fetch(`${base}${PATHS.echo}`, { method: "PUT", body: '{"a":1}' });
  expectSame(await json.json(), { user: "jane", method: "PUT", body: '{"a":1}' });
}

async function pin({ client, base, fetch: send }: Connected): Promise<void> {
  const { authorizationUrl, temporary } = await client.begin({ callback: "oob" });
  const { verifier = "" } = await decision(send, authorizationUrl);
  const session = client.session(await client.complete({ temporary, verifier }));
  const answer = await session.fetch(`${base}${PATHS.me}`);
  expectSame(await answer.json(), { data: { id: "12", name: "Jane", username: "jane" } });
}

async function denial({ client, fetch: send }: Connected): Promise<void> {
  const { authorizationUrl, temporary } = await client.begin({ callback: CALLBACK });
  const { redirect = "" } = await decision(send, `${authorizationUrl}&deny`);
  await expectProblem(client.complete({ temporary, callbackUrl: redirect }), "denied");
}

async function wrongVerifier({ client, fetch: send }: Connected): Promise<void> {
  const { authorizationUrl, temporary } = await client.begin({ callback: "oob" });
  await decision(send, authorizationUrl);
  const completing = client.complete({ temporary, verifier: "another" });
  await expectProblem(completing, "token_credentials_refused");
}

async function wrongSecret({ client, base, fetch: send }: Connected): Promise<void> {
  const { authorizationUrl, temporary } = await client.begin({ callback: "oob" });
  const { verifier = "" } = await decision(send, authorizationUrl);
  const { token } = await client.complete({ temporary, verifier });
  const session = client.session({ ...token, secret: `${token.secret}x` });
  expectSame((await session.fetch(`${base}${PATHS.me}`)).status, 401);
}

/** What the authorization page answers to the user. */
interface Decision {
  readonly redirect?: string;
  readonly verifier?: string;
}

/** Goes where the client sends the user. */
export async function decision(send: typeof fetch, url: string | URL): Promise<Decision> {
  const answer = await send(String(url));
  return answer.json();
}

async function expectProblem(promise: Promise<unknown>, code: LoginError["code"]): Promise<void> {
  const seen = await promise.then(
    () => "a login",
    (error: unknown) => (error instanceof Error && "code" in error ? error.code : String(error)),
  );
  expectSame(seen, code);
}
