import type { TestContext } from "node:test";
import type { Emulator } from "@oauth1/emulator";
import { emulate } from "../emulator/emulate.ts";
import { APP } from "./browser.ts";

/** Puts the app beside an emulated provider, until the test has ended. */
export async function emulated(test: Pick<TestContext, "after">): Promise<Emulator> {
  const { emulator, env } = await emulate(`${APP}/callback`);
  const SESSION_SECRET = "only of the tests, but long enough";
  Object.assign(process.env, env, { APP_URL: APP, SESSION_SECRET });
  test.after(() => emulator.close());
  return emulator;
}
