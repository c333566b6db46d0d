import assert from "node:assert/strict";
import { test } from "node:test";
import { Browser } from "./browser.ts";
import { emulated } from "./emulated.ts";

test("a user signs in with a password, sees who they are, and signs out", async (t) => {
  await emulated(t);
  const browser = new Browser();
  const home = await browser.submit("/login", { username: "alice", password: "secret" });
  assert.equal(home.status, 200, home.text);
  assert.match(home.text, /You are signed in/);
  assert.match((await browser.submit("/sign-out")).text, /Your password/);
});

test("a password that is refused signs nobody in, and why is not for visitors", async (t) => {
  const told = t.mock.method(console, "error", () => undefined);
  const emulator = await emulated(t);
  emulator.fault("denied");
  const wrong = { username: "alice", password: "wrong" };
  const { status, text } = await new Browser().submit("/login", wrong);
  assert.equal(status, 400);
  assert.equal(told.mock.calls.length, 1);
  const { message }: { message: string } = JSON.parse(String(told.mock.calls[0]?.arguments[0]));
  assert.ok(!text.includes(message));
});
