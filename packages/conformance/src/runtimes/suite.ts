import { encodingChecks } from "./checks/encoding.js";
import { flowChecks } from "./checks/flow.js";
import { liveSessionChecks } from "./checks/live-session.js";
import { refusalChecks } from "./checks/refusal.js";
import { requestChecks } from "./checks/request.js";
import { roundTripChecks } from "./checks/round-trip.js";
import { rsaChecks } from "./checks/rsa.js";
import { sdkChecks } from "./checks/sdk.js";
import { synchronousChecks } from "./checks/synchronous.js";
import { vectorChecks } from "./checks/vectors.js";
import type { Check, Library, Result } from "./library.js";

/**
 * The suite that every runtime has to pass. It knows neither a test framework nor a runtime's own modules, so it
 * runs wherever the library does.
 */
export async function runSuite(library: Library): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const check of checksOf(library)) results.push(await outcome(check));
  return results;
}

function checksOf(library: Library): readonly Check[] {
  return [
    vectorChecks,
    roundTripChecks,
    refusalChecks,
    requestChecks,
    synchronousChecks,
    encodingChecks,
    rsaChecks,
    liveSessionChecks,
    flowChecks,
    sdkChecks,
  ].flatMap((checks) => checks(library));
}

async function outcome({ group, name, run }: Check): Promise<Result> {
  try {
    await run();
    return { group, name };
  } catch (error) {
    return { group, name, problem: error instanceof Error ? error.message : String(error) };
  }
}
