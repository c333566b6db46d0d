import type { SignatureMethod } from "@oauth1/core";
import { expectSame, type Check, type Library } from "../library.js";
import { PARTS, SECRETS, TRANSMISSIONS } from "./sample.js";

/** What is signed is verified, by every method, wherever the parameters travel; and nonces are fresh. */
export function roundTripChecks(library: Library): readonly Check[] {
  const trips = library.shared.flatMap((method) =>
    TRANSMISSIONS.map((transmission): Check => ({
      group: "sign+verify",
      name: `${method.name} by ${transmission}`,
      run: () => roundTrip(library, method, transmission),
    })),
  );
  return [...trips, { group: "nonces", name: "differ", run: () => freshNonces(library) }];
}

async function roundTrip(
  { core }: Library,
  method: SignatureMethod,
  transmission: (typeof TRANSMISSIONS)[number],
): Promise<void> {
  const { request } = await core.sign(PARTS, SECRETS, { method, transmission });
  const verdict = await core.verify(request, () => SECRETS, { methods: [method] });
  const { consumer, token } = SECRETS;
  const seen = verdict.ok
    ? [verdict.consumerKey, verdict.token, verdict.method, verdict.transmission]
    : verdict;
  expectSame(seen, [consumer.key, token.key, method.name, transmission]);
}

async function freshNonces({ core }: Library): Promise<void> {
  const count = 1000;
  const signed = await Promise.all(
    Array.from({ length: count }, () => core.sign(PARTS, SECRETS, { timestamp: 1 })),
  );
  const nonces = signed.map(
    ({ parameters }) => parameters.find(([name]) => name === "oauth_nonce")?.[1] ?? "",
  );
  expectSame(new Set(nonces).size, count);
  expectSame(
    nonces.filter((nonce) => !/^[0-9a-zA-Z\-._~]{16,}$/.test(nonce)),
    [],
  );
}
