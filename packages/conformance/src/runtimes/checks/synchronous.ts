import type { SignatureMethod } from "@oauth1/core";
import { expectSame, type Check, type Library } from "../library.js";
import { PARTS, SECRETS } from "./sample.js";

/** `signSync` signs like `sign` where the platform can, and says what to do instead where it cannot. */
export function synchronousChecks(library: Library): readonly Check[] {
  return library.shared.map((method) => ({
    group: "signSync",
    name: `${method.name} ${isSynchronous(library, method) ? "signs like sign" : "throws a TypeError"}`,
    run: () =>
      isSynchronous(library, method) ? signsAlike(library, method) : refusesToSign(library, method),
  }));
}

// PLAINTEXT computes nothing, so it is synchronous everywhere.
function isSynchronous({ synchronous }: Library, method: SignatureMethod): boolean {
  return synchronous || method.hash === undefined;
}

async function signsAlike({ core }: Library, method: SignatureMethod): Promise<void> {
  const options = { method, nonce: "n", timestamp: 137131201 };
  const { signature } = await core.sign(PARTS, SECRETS, options);
  expectSame(core.signSync(PARTS, SECRETS, options).signature, signature);
}

function refusesToSign({ core }: Library, method: SignatureMethod): void {
  try {
    core.signSync(PARTS, SECRETS, { method });
  } catch (error) {
    expectSame(error instanceof TypeError && /await sign\(\)/.test(error.message), true);
    return;
  }
  throw new Error("signSync signed on a platform that is asynchronous");
}
