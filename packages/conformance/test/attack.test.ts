import { deepEqual } from "node:assert/strict";
import { afterEach, describe, it } from "vitest";
import { ADAPTERS, type Adapter } from "../src/attack/adapters.js";
import type { Row } from "../src/attack/row.js";
import { ROWS } from "../src/attack/rows.js";
import { restartRows } from "../src/attack/rows/replay.js";
import { openStore, STORES, type OpenStore, type StoreKind } from "../src/attack/stores.js";
import { openTarget, type Target } from "../src/attack/target.js";

const opened: { target?: Target; store?: OpenStore } = {};

afterEach(async () => {
  await opened.target?.close();
  await opened.store?.close();
  delete opened.target;
  delete opened.store;
});

// What is about the provider alone is proved on node:http with the memory store, and nowhere else.
const { node, ...frameworks } = ADAPTERS;
const { memory, ...databases } = STORES;
if (node === undefined || memory === undefined) throw new Error("The simplest target is gone.");

describe("node:http with the memory store", () => {
  for (const row of ROWS) prove(row, node, memory);
});

describe.for(Object.entries(frameworks))("%s with the memory store", ([, adapter]) => {
  for (const row of ROWS) if (row.about !== "provider") prove(row, adapter, memory);
});

for (const [name, kind] of Object.entries(databases)) {
  const reason = await kind.missing?.();
  describe.skipIf(reason !== undefined)(`node:http with the ${name} store`, () => {
    for (const row of ROWS) if (row.about === undefined) prove(row, node, kind);
    for (const row of restartRows) prove(row, node, kind);
  });
  if (reason !== undefined)
    it.skip(`the attacks with the ${name} store: ${reason}`, () => undefined);
}

function prove(row: Row, adapter: Adapter, kind: StoreKind): void {
  it(`row ${row.row}: ${row.claim}`, async () => {
    opened.store = await openStore(kind);
    const options = row.options?.() ?? {};
    opened.target = await openTarget({ adapter, opened: opened.store, options });
    await row.run(opened.target);
    deepEqual(opened.target.errors, []);
  });
}
