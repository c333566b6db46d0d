import assert from "node:assert/strict";
import { test } from "node:test";
import { Browser } from "./browser.ts";
import { emulated } from "./emulated.ts";

test("the app shows what the API answers", async (t) => {
  await emulated(t);
  const { status, text } = await new Browser().submit("/call");
  assert.equal(status, 200, text);
  assert.match(text, /<pre/);
});

test("the app says so when the API fails", async (t) => {
  const emulator = await emulated(t);
  // Each attempt of the client's.
  emulator.fault("server_error", { times: 9 });
  assert.equal((await new Browser().submit("/call")).status, 502);
});
