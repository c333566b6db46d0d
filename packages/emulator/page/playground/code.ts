import type { PageProvider } from "../contract.js";
import { methodNamed } from "../shared/methods.js";
import type { Form } from "./form.js";
import type { ReadForm } from "./signing.js";

/** TypeScript that signs and sends the request with `@oauth1/core`. Secrets come from the environment. */
export function coreCode(form: Form, { request, options }: ReadForm): string {
  const { method, module, export: name } = methodNamed(form.signatureMethod);
  const isUsual = method.name === "HMAC-SHA1";
  const settings = literal(
    [...(isUsual ? [] : [`method: ${name}`]), ...entries(differing(options))],
    "  ",
  );
  return [
    'import { sign } from "@oauth1/core";',
    ...(isUsual ? [] : [`import { ${name} } from "@oauth1/core/methods/${module}";`]),
    "",
    "const { request } = await sign(",
    `  ${literal(entries(request), "  ")},`,
    `  ${credentialsText(form, "  ")},`,
    ...(settings === "{}" ? [] : [`  ${settings},`]),
    ");",
    "const response = await fetch(request.url, request);",
  ].join("\n");
}

/** TypeScript that sends the request with the generated package of a provider. */
export function sdkCode(sdk: PageProvider["sdk"], form: Form, { request }: ReadForm): string {
  const { url, ...rest } = request;
  const variables = sdk.variables.map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  const settings = [
    `consumer: ${consumerText(form)}`,
    ...(variables.length === 0 ? [] : [`variables: { ${variables.join(", ")} }`]),
  ];
  const session = form.token === "" ? "consumerSession()" : `session(${tokenText(form)})`;
  return [
    `import { ${sdk.factory} } from "${sdk.package}";`,
    "",
    `const ${sdk.client} = ${sdk.factory}(${literal(settings, "")});`,
    `const session = ${sdk.client}.${session};`,
    `const response = await session.fetch(${JSON.stringify(url)}, ${literal(entries(rest), "")});`,
  ].join("\n");
}

function differing({ transmission, ...options }: ReadForm["options"]): object {
  const usual: Readonly<Record<string, unknown>> = USUAL;
  const own = Object.entries({ transmission, ...options }).filter(([name, value]) =>
    Array.isArray(value) ? value.length > 0 : usual[name] !== value,
  );
  return Object.fromEntries(own);
}

const USUAL = {
  transmission: "header",
  version: true,
  bodyHash: "never",
  separator: ", ",
  emptyToken: false,
  keyAmpersand: true,
} as const;

function credentialsText(form: Form, indent: string): string {
  const isSecret = methodNamed(form.signatureMethod).key === "secret";
  const own = isSecret ? tokenText(form) : `{ key: ${JSON.stringify(form.token)} }`;
  const token = form.token === "" ? [] : [`token: ${own}`];
  return literal([`consumer: ${consumerText(form)}`, ...token], indent);
}

function consumerText({ consumerKey, signatureMethod }: Form): string {
  const isSecret = methodNamed(signatureMethod).key === "secret";
  const key = isSecret
    ? `secret: ${environment("CONSUMER_SECRET")}`
    : `privateKey: ${environment("PRIVATE_KEY")}`;
  return `{ key: ${JSON.stringify(consumerKey)}, ${key} }`;
}

function tokenText({ token }: Form): string {
  return `{ key: ${JSON.stringify(token)}, secret: ${environment("TOKEN_SECRET")} }`;
}

function environment(name: string): string {
  return `process.env.${name} ?? ""`;
}

function entries(value: object): readonly string[] {
  return Object.entries(value)
    .filter(([, one]) => !Array.isArray(one) || one.length > 0)
    .map(([name, one]) => `${name}: ${valueText(one)}`);
}

function valueText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(valueText).join(", ")}]`;
  const isPlain = typeof value === "string" && /^[^'\\\n\r]*"[^'\\\n\r]*$/.test(value);
  return isPlain ? `'${value}'` : JSON.stringify(value);
}

function literal(lines: readonly string[], indent: string): string {
  const line = `{ ${lines.join(", ")} }`;
  if (lines.length === 0) return "{}";
  if (indent.length + line.length < WIDTH) return line;
  return `{\n${lines.map((one) => `${indent}  ${one},\n`).join("")}${indent}}`;
}

const WIDTH = 64;
