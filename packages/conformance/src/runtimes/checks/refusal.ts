import type { SignatureMethod, Verdict, VerifyingKeys } from "@oauth1/core";
import { expectSame, type Check, type Library } from "../library.js";
import { PARTS, SECRETS } from "./sample.js";

/** What is not signed with the same secrets, or was changed on its way, is refused. */
export function refusalChecks(library: Library): readonly Check[] {
  const { consumer, token } = SECRETS;
  const otherSecret = { consumer, token: { ...token, secret: `${token.secret}x` } };
  const wrong = library.shared.map((method): Check => ({
    group: "refused",
    name: `${method.name} with another secret`,
    run: async () => expectProblem(await verdictOf(library, method, otherSecret)),
  }));
  const changed = Object.entries(CHANGES).map(([name, change]): Check => ({
    group: "refused",
    name,
    run: () => refusesChange(library, change),
  }));
  return [...wrong, ...changed];
}

async function verdictOf(
  { core }: Library,
  method: SignatureMethod,
  keys: VerifyingKeys,
): Promise<Verdict> {
  const { request } = await core.sign(PARTS, SECRETS, { method });
  return core.verify(request, () => keys, { methods: [method] });
}

const CHANGES: Readonly<Record<string, (url: string) => string>> = {
  "another path": (url) => url.replace("/r%20v/", "/r%20w/"),
  "a parameter more": (url) => `${url}&more=1`,
  "another value": (url) => url.replace("a3=a", "a3=b"),
  "another host": (url) => url.replace("example.com", "example.org"),
};

async function refusesChange(
  { core, shared }: Library,
  change: (url: string) => string,
): Promise<void> {
  const method = shared.find(({ usesNonce }) => usesNonce);
  if (method === undefined) throw new Error("there is no method that signs the request");
  const { request } = await core.sign(PARTS, SECRETS, { method });
  const received = { ...request, url: change(request.url) };
  expectProblem(await core.verify(received, () => SECRETS, { methods: [method] }));
}

function expectProblem(verdict: Verdict): void {
  expectSame(verdict.ok ? "accepted" : verdict.problem, "signature_invalid");
}
