import { lower, parseDescriptor, type ProviderModel } from "@oauth1/descriptor";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import {
  BROKER,
  DEVICES,
  DISPATCH,
  ICONS,
  KEYED,
  LAUNCH,
  SERVERS,
  SHAPES,
  SHOP,
  TENANT,
} from "./fixtures/oddities.js";
import { PHOTOS } from "./fixtures/photos.js";
import { filesOf } from "./models.js";
import { recordWire, type Sdk } from "./wire/record.js";

const root = fileURLToPath(new URL("../../..", import.meta.url));
// A package that depends on all others, so that what is emitted finds the client.
const folder = mkdtempSync(join(root, "packages/conformance/.wire-"));

afterAll(() => rmSync(folder, { recursive: true }));

describe("the wire of emitted packages", () => {
  it.each(
    [PHOTOS, LAUNCH, TENANT, BROKER, ICONS, SHOP, SERVERS, SHAPES, DISPATCH, KEYED, DEVICES].map(
      (model) => [model.id, model] as const,
    ),
  )("is that of golden/%s", async (id, model) => {
    for (const [path, text] of filesOf(model)) {
      mkdirSync(dirname(join(folder, id, path)), { recursive: true });
      writeFileSync(join(folder, id, path), text);
    }
    const text = await recordWire(model, await load(join(folder, id)));
    await expect(text).toMatchFileSnapshot(`golden/${id}/wire.txt`);
  });
});

const home = join(root, "packages/sdk");
const ids = readdirSync(home).filter((id) => existsSync(join(home, id, "src/testing.ts")));

describe.skipIf(ids.length === 0)("the wire of the SDKs", () => {
  it.each(ids)("is what %s/test/wire.txt says", async (id) => {
    const text = await recordWire(modelOf(id), await load(join(home, id)));
    await expect(text).toMatchFileSnapshot(join(home, id, "test/wire.txt"));
  });
});

async function load(path: string): Promise<Sdk> {
  return {
    index: await import(join(path, "src/index.ts")),
    testing: await import(join(path, "src/testing.ts")),
  };
}

function modelOf(id: string): ProviderModel {
  const file = `providers/${id}.json`;
  const result = parseDescriptor(readFileSync(join(root, file), "utf8"), { file });
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return lower(result.descriptor);
}
