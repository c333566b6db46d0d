import assert from "node:assert/strict";
import { test } from "node:test";
import { Browser } from "./browser.ts";
import { emulated } from "./emulated.ts";

test("a user signs in, sees who they are, and signs out", async (t) => {
  const emulator = await emulated(t);
  const browser = new Browser();
  const { location } = await browser.open("/login");
  const { callbackUrl } = await emulator.approve(location, { user: "alice" });
  const home = await browser.open(callbackUrl ?? "");
  assert.equal(home.status, 200, home.text);
  assert.match(home.text, /You are signed in/);
  assert.match((await browser.submit("/sign-out")).text, /Sign in with/);
});

test("a callback of nobody's login signs nobody in, and why is not for visitors", async (t) => {
  await emulated(t);
  const told = t.mock.method(console, "error", () => undefined);
  const stolen = await new Browser().open("/callback?oauth_token=a&oauth_verifier=b");
  assert.equal(stolen.status, 400);
  assert.doesNotMatch(stolen.text, /No login is under way/);
  const { code }: { code: string } = JSON.parse(String(told.mock.calls[0]?.arguments[0]));
  assert.equal(code, "login_unknown");
});
