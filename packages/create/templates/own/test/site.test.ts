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

test("the app says so when the API fails, and why is not for visitors", async (t) => {
  const told = t.mock.method(console, "error", () => undefined);
  const emulator = await emulated(t);
  // Each attempt of the client's.
  emulator.fault("server_error", { times: 9 });
  const { status, text } = await new Browser().submit("/call");
  assert.equal(status, 502);
  assert.equal(told.mock.calls.length, 1);
  const { message }: { message: string } = JSON.parse(String(told.mock.calls[0]?.arguments[0]));
  assert.ok(!text.includes(message));
});
