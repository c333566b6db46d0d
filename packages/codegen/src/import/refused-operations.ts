import { parseDescriptor, type DescribedOperation } from "@oauth1/descriptor";
import type { Found } from "./find.js";
import type { Importing } from "./importing.js";

/** What was made of an operation. */
interface Described {
  readonly found: Found;
  readonly operation: DescribedOperation;
}

/** The operations, by their names, but for those that no descriptor can have: their paths lead elsewhere, or another has the same request. */
export function withoutRefused(
  described: readonly Described[],
  around: object,
  note: Importing["note"],
): Readonly<Record<string, DescribedOperation>> {
  const all = described.map(({ found, operation }) => [found.id, operation] as const);
  const problems = problemsOf({ ...around, operations: Object.fromEntries(all) });
  const kept = described.filter(({ found: { id, place } }) => {
    const problem = problems.get(id);
    if (problem !== undefined) note(place, `it was left out: ${problem}`);
    return problem === undefined;
  });
  return Object.fromEntries(kept.map(({ found, operation }) => [found.id, operation]));
}

/** The first that whoever validates the descriptor will say of each operation. */
function problemsOf(descriptor: object): ReadonlyMap<string, string> {
  const text = JSON.stringify({ ...FILLED, ...descriptor });
  const result = parseDescriptor(text, { file: `${FILLED.id}.json` });
  const problems = new Map<string, string>();
  for (const { path, message } of result.ok ? [] : result.issues) {
    const [, id] = /^operations\.(\w+)/.exec(path) ?? [];
    if (id !== undefined && !problems.has(id)) problems.set(id, message);
  }
  return problems;
}

/** What is not asked about. Names of operations were chosen to fit the real id. */
const FILLED = {
  descriptorVersion: 1,
  id: "probe",
  name: "Probe",
  summary: "Probe.",
  documentation: "https://probe.example",
  state: "alive",
  lastVerified: "2020-01-01",
  sources: ["https://probe.example"],
  oauth: {
    signatureMethods: ["HMAC-SHA1"],
    temporaryCredentials: { method: "POST", url: "https://probe.example/request" },
    authorization: { url: "https://probe.example/authorize" },
    tokenCredentials: { method: "POST", url: "https://probe.example/access" },
  },
};
