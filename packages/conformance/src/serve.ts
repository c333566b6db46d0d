// Our server behind the interop contract: one black box that any client can be pointed at.
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { parseArgs } from "node:util";
import { orUsage } from "../../../scripts/usage.js";
import {
  decode,
  parseForm,
  receivedTarget,
  type RequestParts,
  type SignatureMethod,
} from "@oauth1/core";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import { hmacSha256 } from "@oauth1/core/methods/hmac-sha256";
import { plaintext } from "@oauth1/core/methods/plaintext";
import { createProvider, type Provider } from "@oauth1/server";
import { nodeHandler } from "@oauth1/server/adapters/node";
import { CALLBACKS, CONSUMERS, PATHS } from "./contract.js";

const { values } = orUsage(
  () =>
    parseArgs({
      options: {
        adapter: { type: "string", default: "node" },
        store: { type: "string", default: "memory" },
        port: { type: "string", default: "0" },
        plaintext: { type: "boolean", default: false },
      },
    }),
  "serve [--adapter node] [--store memory] [--port N] [--plaintext]",
);

if (values.adapter !== "node" || values.store !== "memory") {
  console.error(
    `There is no ${values.adapter} with ${values.store} yet: use --adapter node --store memory.`,
  );
  process.exit(2);
}

const server = createServer().listen(Number(values.port), "127.0.0.1", () => void open());
process.once("SIGTERM", () => {
  server.close();
  server.closeAllConnections();
});

async function open(): Promise<void> {
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  const methods: readonly SignatureMethod<never>[] = [
    hmacSha1,
    hmacSha256,
    ...(values.plaintext ? [plaintext] : []),
  ];
  const provider = createProvider({ origins: [origin], methods });
  const [first] = CONSUMERS;
  for (const consumer of CONSUMERS) {
    const names = methods
      .map(({ name }) => name)
      .filter((name) => consumer === first || name !== plaintext.name);
    await provider.consumers.register({ ...consumer, callbacks: CALLBACKS, methods: names });
  }
  server.on(
    "request",
    nodeHandler((request) => answer(provider, request), { origins: [origin] }),
  );
  console.log(`listening on ${origin}`);
}

async function answer(provider: Provider, request: RequestParts): Promise<Response | undefined> {
  const { path = "", query = "" } = receivedTarget(request.url) ?? {};
  switch (path) {
    case PATHS.health:
      return new Response("ok");
    case PATHS.authorize:
      return authorize(provider, request, pairsOf(query));
    case PATHS.echo:
      return echo(provider, request, pairsOf(query));
    default:
      return provider.handle(request);
  }
}

// Stands in for login and consent: the user comes from the form, and nothing guards it. In this harness only.
async function authorize(
  { authorization }: Provider,
  request: RequestParts,
  query: readonly Pair[],
): Promise<Response> {
  const given = new Map(request.method === "POST" ? pairsOf(bodyText(request)) : query);
  const token = given.get("oauth_token") ?? "";
  if (request.method !== "POST") {
    const pending = await authorization.inspect(token);
    return pending.ok
      ? new Response(`<p>Allow ${pending.consumer.name}?</p>`, {
          headers: { "content-type": "text/html" },
        })
      : new Response(pending.problem, { status: 400 });
  }
  const user = given.get("user") ?? "";
  if (given.get("decision") !== "approve") {
    const denied = await authorization.deny({ token, user });
    return denied.ok
      ? sendBack(denied.redirect, { oauth_token: token })
      : new Response(denied.problem, { status: 400 });
  }
  const approved = await authorization.approve({ token, user });
  if (!approved.ok) return new Response(approved.problem, { status: 400 });
  return sendBack(approved.redirect, {
    oauth_token: token,
    oauth_verifier: approved.verifier ?? "",
  });
}

// Without a callback to go to, the answer is for the user's eyes.
function sendBack(location: string | undefined, fields: Record<string, string>): Response {
  return location === undefined
    ? new Response(new URLSearchParams(fields))
    : new Response(null, { status: 302, headers: { location } });
}

async function echo(
  provider: Provider,
  request: RequestParts,
  query: readonly Pair[],
): Promise<Response> {
  const verdict = await provider.protect(request);
  if (!verdict.ok) return provider.refuse(verdict);
  const body = request.body instanceof Uint8Array ? request.body : new Uint8Array();
  return Response.json({
    user: verdict.user,
    client: verdict.consumer.key,
    method: request.method,
    query,
    form: isForm(request) ? pairsOf(bodyText(request)) : [],
    body_sha256: createHash("sha256").update(body).digest("hex"),
  });
}

type Pair = readonly [string, string];

function pairsOf(text: string): readonly Pair[] {
  return parseForm(text).map(([name, value]) => [decode(name), decode(value)] as const);
}

function bodyText({ body }: RequestParts): string {
  return body instanceof Uint8Array ? new TextDecoder().decode(body) : "";
}

function isForm({ headers }: RequestParts): boolean {
  return (
    new Headers(headers)
      .get("content-type")
      ?.toLowerCase()
      .startsWith("application/x-www-form-urlencoded") === true
  );
}
