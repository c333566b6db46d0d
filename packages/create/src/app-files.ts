import { randomBytes } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { ProviderFacts, Supplies } from "./facts.js";
import type { Manager } from "./manager.js";
import { isForUsers, providerCode } from "./provider-code.js";
import { prefixOf, settingsOf } from "./settings.js";
import type { Template } from "./templates.js";

/** An app that is wanted. */
export interface AppPlan {
  /** The name of its package. */
  readonly name: string;
  readonly provider: ProviderFacts;
  readonly template: Template;
  readonly manager: Manager;
}

/** What every app is worked on with. */
export const FOR_WORK: readonly string[] = [
  "@oauth1/descriptor",
  "@oauth1/emulator",
  "@types/node",
  "tsx",
  "typescript",
];

/** Every file of an app, by its path with slashes. */
export function appFiles(plan: AppPlan, supplies: Supplies): ReadonlyMap<string, string> {
  const { provider, template } = plan;
  const layers = [
    "app",
    ...(isForUsers(provider) ? ["user", `sign-in/${provider.signIn}`] : ["own"]),
    `server/${template.id}`,
  ];
  const copied = layers.flatMap((layer) => readLayer(join(supplies.templates, layer)));
  const named = copied.map(([path, text]) => [path, renamed(text, plan)] as const);
  const descriptor = readFileSync(join(supplies.descriptors, `${provider.id}.json`), "utf8");
  return new Map([
    ["package.json", manifest(plan, supplies)],
    ["README.md", readme(plan)],
    [".env", env(provider)],
    [
      ".gitignore",
      ["node_modules", ".env", ".env.*", ".dev.vars", ...template.ignored, ""].join("\n"),
    ],
    ["tsconfig.json", tsconfig(template)],
    ...named,
    ["src/provider.ts", providerCode(provider)],
    [
      `emulator/${provider.id}.json`,
      descriptor.replace("../packages/", "../node_modules/@oauth1/"),
    ],
  ]);
}

// What templates call things that have the provider's name in an app.
function renamed(text: string, { name, provider: { id } }: AppPlan): string {
  return text
    .replaceAll("PROVIDER_", `${prefixOf(id)}_`)
    .replaceAll("provider.json", `${id}.json`)
    .replaceAll('"name": "oauth1-app"', `"name": "${name}"`);
}

function readLayer(folder: string): readonly (readonly [path: string, text: string])[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(folder.length + 1).replaceAll("\\", "/"), readFileSync(path, "utf8")];
    });
}

function manifest({ name, provider, template }: AppPlan, { facts }: Supplies): string {
  const needed = ["@oauth1/client", `@oauth1/${provider.id}`, ...template.dependencies];
  return json({
    name,
    version: "0.0.0",
    private: true,
    type: "module",
    engines: { node: ">=20.12" },
    scripts: {
      ...template.scripts,
      test: "node --import tsx --test test/site.test.ts",
      types: "tsc",
    },
    dependencies: ranges(needed, facts.versions),
    devDependencies: ranges([...FOR_WORK, ...template.devDependencies], facts.versions),
  });
}

function ranges(
  names: readonly string[],
  versions: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries([...names].sort().map((name) => [name, versions[name] ?? "*"]));
}

function tsconfig({ id }: Template): string {
  const isNext = id === "next";
  return json({
    compilerOptions: {
      target: "ES2022",
      lib: ["ES2023", "DOM", "DOM.Iterable"],
      module: "ESNext",
      moduleResolution: "Bundler",
      types: ["node"],
      strict: true,
      allowImportingTsExtensions: true,
      erasableSyntaxOnly: true,
      isolatedModules: true,
      esModuleInterop: true,
      skipLibCheck: true,
      noEmit: true,
      // What Next.js would write here by itself.
      ...(isNext && { jsx: "react-jsx", plugins: [{ name: "next" }] }),
      ...(isNext && { allowJs: true, incremental: true, resolveJsonModule: true }),
    },
    include: [
      "**/*.ts",
      ...(isNext ? ["**/*.tsx", ".next/types/**/*.ts", ".next/dev/types/**/*.ts"] : []),
    ],
    exclude: ["node_modules"],
  });
}

function env(provider: ProviderFacts): string {
  const { name, registration, callbackRule, consumer, signIn } = provider;
  const { consumer: consumerKeys, token } = settingsOf(provider);
  const callback = signIn === "callback" ? `, with the callback ${APP_URL}/callback` : "";
  return [
    "# Where the app is.",
    `APP_URL=${APP_URL}`,
    "",
    ...(isForUsers(provider) ? sessionSecret() : []),
    `# ${name} is emulated while these are empty. Register your app at`,
    `# ${registration}${callback}.`,
    ...(callbackRule === undefined ? [] : [`# ${callbackRule}`]),
    ...(consumer === "privateKey" ? ["# The private key is PEM, in double quotes."] : []),
    ...(consumer === "liveSession"
      ? ["# Both private keys and the parameters are PEM, in double quotes."]
      : []),
    ...[...consumerKeys, ...token].map(([, key]) => `${key}=`),
    ...places(provider),
    "",
  ].join("\n");
}

function sessionSecret(): readonly string[] {
  const secret = randomBytes(32).toString("hex");
  return ["# Encrypts cookies. Keep it to yourself.", `SESSION_SECRET=${secret}`, ""];
}

function places(provider: ProviderFacts): readonly string[] {
  const { variables } = settingsOf(provider);
  return provider.variables.flatMap(({ description, example, default: value = "" }, index) => {
    const [, key = ""] = variables[index] ?? [];
    return ["", `# ${description} Such as ${example}.`, `${key}=${value}`];
  });
}

const APP_URL = "http://127.0.0.1:3000";

function readme({ name, provider, template, manager }: AppPlan): string {
  const { keys } = settingsOf(provider);
  return `# ${name}

- \`${manager} run dev\` starts the app at ${APP_URL} and again when a file changes, \`${manager} run start\` without watching; \`${manager} run test\` tries all of it.
- ${provider.name} is emulated on this machine until \`.env\` has ${keys.join(", ")}, from ${provider.registration}.
- \`src/provider.ts\` is the provider and the call of its API, \`src/pages.ts\` what people see, \`${template.server}\` the server${
    isForUsers(provider) ? ", `src/sign-in.ts` the login, `src/session.ts` who is signed in" : ""
  }.
- \`run.ts\` reads \`.env\` and starts what is in \`emulator\` where there are no keys: where the app is deployed, neither is needed.
- The README of \`@oauth1/${provider.id}\`, in \`node_modules\`, says what else ${provider.name} can do.
`;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
