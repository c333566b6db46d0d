import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { afterEach, expect, it } from "vitest";
import { filesOf, NASTY, SMALL } from "./models.js";
import type { ProviderModel } from "@oauth1/descriptor";

const root = fileURLToPath(new URL("../../..", import.meta.url));
// An SDK is the one package that depends on just what an emitted package depends on.
const home = join(root, "packages/sdk/twitter/node_modules/.cache");
let folder: string | undefined;

afterEach(async () => {
  if (folder !== undefined) await rm(folder, { recursive: true });
  folder = undefined;
});

it("emits packages that are right under the repository's own compiler options", async () => {
  expect(await mistakesIn(SMALL)).toEqual([]);
  expect(await mistakesIn(NASTY)).toEqual([]);
});

it("emits calls that know their parameters, their results and their provider", async () => {
  const use = `
    import { addPhoto, createAcme, findPhotos, getMe, type AcmeAccount, type Photo } from "./index.js";
    const acme = createAcme({ consumer: { key: "k", secret: "s" } });
    declare const account: AcmeAccount;
    const id: number = account.user_id;
    const expires: string | undefined = account.expires;
    const session = acme.session(account);
    const photos: readonly Photo[] = await findPhotos(session, { "tag.names": ["a"], order: "other" });
    await getMe(session);
    await addPhoto(session, { id, title: expires ?? "" });
    // @ts-expect-error a required parameter is missing
    await addPhoto(session, { id });
    // @ts-expect-error there is no such parameter
    await getMe(session, { x: photos });
    // @ts-expect-error another provider's session
    await getMe({ ...session, provider: "other" });
  `;
  expect(await mistakesIn(SMALL, use)).toEqual([]);
});

it("emits a README whose code compiles", async () => {
  for (const model of [SMALL, NASTY]) {
    const readme = filesOf(model).get("README.md") ?? "";
    const [, code = ""] = /```ts\n([\s\S]*?)```/.exec(readme) ?? [];
    expect(code).toContain(`"@oauth1/${model.id}"`);
    const use = code.replace(`"@oauth1/${model.id}"`, '"./index.js"');
    expect(await mistakesIn(model, use)).toEqual([]);
  }
});

async function mistakesIn(model: ProviderModel, use = ""): Promise<readonly string[]> {
  await mkdir(home, { recursive: true });
  folder ??= await mkdtemp(join(home, "types-"));
  const files = [...filesOf(model), ["src/use.ts", `${use}\nexport {};`] as const];
  for (const [path, text] of files) {
    const file = join(folder, model.id, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const names = ["src/index.ts", "src/use.ts"].map((path) => join(folder ?? "", model.id, path));
  const program = ts.createProgram(names, options);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ file, messageText }) =>
      [file?.fileName, ts.flattenDiagnosticMessageText(messageText, "\n")].join(": "),
    );
}
