// Adds one file of each kind that people add (a signature method, a provider, a store, an adapter) to a copy of the
// tree, and nothing else: it must generate, build, type-check, and work through the packages' own subpaths.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { withTreeCopy, type TreeCopy } from "./tree-copy.js";

const ADDITIONS: Readonly<Record<string, string>> = {
  "packages/core/src/methods/one-place.ts": `import { signingKey, verifyingKey } from "../shared-key.js";
import { signature, type SignatureMethod } from "../signature-method.js";

/**
 * ONE-PLACE: a method of nobody's, which shows that a method is one file.
 *
 * @example
 * onePlace.name; // => "ONE-PLACE"
 */
export const onePlace: SignatureMethod = {
  name: "ONE-PLACE",
  usesNonce: true,
  sign: (base, credentials) => signature(\`\${base.length}\${signingKey(credentials)}\`),
  verify: (base, given, keys) => given === \`\${base.length}\${verifyingKey(keys)}\`,
};
`,
  "packages/server/src/stores/one-place.ts": `import type { Store } from "../store.js";
import { memoryStore } from "./memory.js";

/**
 * A store of nobody's, which shows that a store is one file.
 *
 * @example
 * typeof onePlaceStore().findConsumer; // => "function"
 */
export function onePlaceStore(): Store {
  return memoryStore();
}
`,
  "packages/server/src/adapters/one-place.ts": `import type { EndpointProvider } from "../adapter.js";
import { fetchHandler } from "./fetch.js";

/**
 * An adapter of nobody's, which shows that an adapter is one file.
 *
 * @example
 * onePlaceHandler.length; // => 1
 */
export function onePlaceHandler(
  provider: EndpointProvider,
): (request: Request) => Promise<Response | undefined> {
  return fetchHandler(provider);
}
`,
  "providers/one-place.json": `${JSON.stringify(
    {
      $schema: "../packages/descriptor/schema.json",
      descriptorVersion: 1,
      id: "one-place",
      name: "One Place",
      summary: "A provider of nobody's.",
      documentation: "https://one-place.example/docs",
      state: "alive",
      lastVerified: "2026-11-21",
      sources: ["https://one-place.example/docs"],
      oauth: {
        signatureMethods: ["ONE-PLACE"],
        temporaryCredentials: { method: "POST", url: "https://one-place.example/initiate" },
        authorization: { url: "https://one-place.example/authorize" },
        tokenCredentials: { method: "POST", url: "https://one-place.example/token" },
      },
      api: { baseUrl: "https://one-place.example" },
      operations: {
        getMe: {
          group: "users",
          summary: "Tells who is signed in.",
          method: "GET",
          path: "/me",
          result: { type: "object", properties: { name: { type: "string" } } },
          example: { name: "Ann" },
        },
      },
    },
    undefined,
    2,
  )}\n`,
};

/** What an app would do with them, each by the subpath that it gets from being where it is. */
const USE = `
const { onePlace } = await import("@oauth1/core/methods/one-place");
const { onePlaceStore } = await import("@oauth1/server/stores/one-place");
const { onePlaceHandler } = await import("@oauth1/server/adapters/one-place");
const { createProvider } = await import("@oauth1/server");
const { createOnePlace, getMe } = await import("@oauth1/one-place");
const origin = "https://one-place.example";
const paths = { temporaryCredentials: "/initiate", authorization: "/authorize", tokenCredentials: "/token" };
const endpoints = Object.fromEntries(Object.entries(paths).map(([name, path]) => [name, { path }]));
const provider = createProvider({ origins: [origin], endpoints, methods: [onePlace], store: onePlaceStore() });
const { key, secret } = await provider.consumers.register({ name: "App", callbacks: ["oob"] });
const handle = onePlaceHandler(provider);
const serve = async (request) => {
  const answer = await handle(request.clone());
  if (answer !== undefined) return answer;
  const verdict = await provider.protect(request);
  return verdict.ok ? Response.json({ name: verdict.user }) : provider.refuse(verdict);
};
const client = createOnePlace({ consumer: { key, secret }, fetch: serve });
const { temporary } = await client.begin({ callback: "oob" });
const { verifier } = await provider.authorization.approve({ token: temporary.token.key, user: "ann" });
const session = client.session(await client.complete({ temporary, verifier }));
console.log((await getMe(session)).name);
`;

const GENERATED =
  /^(packages\/sdk\/one-place\/|packages\/providers\/|packages\/(core|server)\/api\.txt$|packages\/descriptor\/(schema\.json|src\/methods\.generated\.ts)$|README\.md$|pnpm-lock\.yaml$|\.changeset\/)/;

await withTreeCopy(async (copy) => {
  for (const [path, text] of Object.entries(ADDITIONS))
    writeFileSync(join(copy.folder, path), text);
  await copy.run("install", ["pnpm", "install", "--prefer-offline"]);
  await copy.run("generate", ["pnpm", "generate"]);
  await copy.run("no drift", ["pnpm", "generate", "--check"]);
  await copy.run("build, and API reports", ["pnpm", "api"]);
  await copy.run("types", ["pnpm", "types"]);
  await checkChanges(copy);
  await use(copy);
  console.log("4 additions, one file each: generated, built, type-checked and used");
});

/** Besides the additions, only what is generated may differ. */
async function checkChanges({ run }: TreeCopy): Promise<void> {
  const status = await run("changes", ["git", "status", "--porcelain", "--untracked-files=all"]);
  const changed = status.split("\n").flatMap((line) => (line === "" ? [] : [line.slice(3)]));
  const strange = changed.filter((path) => !(path in ADDITIONS) && !GENERATED.test(path));
  if (strange.length > 0) throw new Error(`More than one place has changed: ${strange.join(", ")}`);
}

async function use({ folder, run }: TreeCopy): Promise<void> {
  const script = join(folder, "packages/conformance/one-place.mjs");
  const sdk = join(folder, "packages/sdk/one-place/dist/index.js");
  writeFileSync(script, USE.replace('"@oauth1/one-place"', JSON.stringify(sdk)));
  const name = await run("use", [process.execPath, script]);
  if (name.trim() !== "ann") throw new Error(`The call answered ${name.trim()} instead of ann.`);
}
