import { doesNotMatch, match } from "node:assert/strict";
import type { OperationModel, ProviderModel } from "@oauth1/descriptor";
import type { Described, DescribedMethod } from "./described.js";
import { begin, isLogin, usualWay } from "./login.js";
import { probeOf } from "./probe.js";
import type { AnyClient } from "./sdk.js";
import { neededParams } from "./values.js";
import { hasLiveSessions, isSigned, sessionFor, type Check, type World } from "./world.js";

/** What is about the signature of a request: its method, its consumer, its nonce, and its timestamp. */
export function signatureChecks({ model, methods }: Described): readonly Check[] {
  const alone = probeOf(model, ["consumer"]);
  const signed = signedRequest(model);
  if (signed === undefined) return [];
  const [first, ...others] = methods;
  return [
    ...others.map((method) => methodCheck(method, signed)),
    ...(alone === undefined ? [] : [consumerCheck(alone)]),
    // Without a nonce there is no replay, and without a timestamp no wrong clock.
    ...(first?.method.usesNonce === true ? [replayCheck(signed), clockCheck(signed)] : []),
  ];
}

/** A signed request of a provider, by a client. */
interface Signed {
  /** What faults know it by. */
  readonly name: string;
  readonly send: (world: World) => Promise<unknown>;
}

// A call or, where calls are not signed, the first leg of a login.
function signedRequest(model: ProviderModel): Signed | undefined {
  const probe = probeOf(model, ["token", "consumer"]);
  if (probe !== undefined && isSigned(model, probe)) {
    // A clock that is wrong shows up at the first signature, which opens the session.
    const name = hasLiveSessions(model) ? "liveSession" : probe.id;
    return { name, send: (world) => call(world, probe) };
  }
  const flow = model.oauth.flows.find(isLogin);
  if (flow === undefined) return undefined;
  const send = (world: World): Promise<unknown> => begin(world, flow, usualWay(model, flow));
  return { name: "temporaryCredentials", send };
}

async function call(world: World, operation: OperationModel): Promise<unknown> {
  const params = neededParams(world.model, operation.parameters);
  return world.sdk.operation(operation.id)(await sessionFor(world, operation), params);
}

function methodCheck(method: DescribedMethod, { send }: Signed): Check {
  return {
    title: `takes ${method.name}`,
    async run(world) {
      const sent = recorded(world, { signatureMethod: method.method });
      await send(sent.world);
      match(await sent.text(), new RegExp(`oauth_signature_method\\W+${method.name}\\b`));
    },
  };
}

function consumerCheck(operation: OperationModel): Check {
  return {
    title: "calls as the consumer alone",
    async run(world) {
      const sent = recorded(world);
      await call(sent.world, operation);
      match(await sent.text(), /oauth_signature\b/);
      doesNotMatch(await sent.text(), /oauth_token[=":]{1,3}\w/);
    },
  };
}

function replayCheck({ send }: Signed): Check {
  return {
    title: "refuses a request that is sent again",
    async run(world) {
      const sent = recorded(world);
      await send(sent.world);
      const answer = await fetch(sent.last());
      match(answer.headers.get("www-authenticate") ?? "", /nonce_used/);
    },
  };
}

const HOUR = 3_600_000;

function clockCheck({ name, send }: Signed): Check {
  return {
    title: "puts the clock right of a client that is an hour late",
    async run(world) {
      // Refused for its own time as well, the second request would be refused for good.
      world.emulator.fault("timestamp_refused", { operation: name });
      await send({ ...world, client: world.connect({ now: () => Date.now() - HOUR }) });
    },
  };
}

/** A world whose client is watched. */
interface Recorded {
  readonly world: World;
  /** The last request, as it was sent. */
  readonly last: () => Request;
  /** What it is signed with, wherever that travels. */
  readonly text: () => Promise<string>;
}

function recorded(world: World, options: Parameters<World["connect"]>[0] = {}): Recorded {
  const requests: Request[] = [];
  const client: AnyClient = world.connect({
    ...options,
    async fetch(input, init) {
      const request = new Request(input, init);
      requests.push(request.clone());
      return fetch(request);
    },
  });
  const last = (): Request => {
    const request = requests.at(-1);
    if (request === undefined) throw new Error("Nothing was sent.");
    return request.clone();
  };
  return {
    world: { ...world, client },
    last,
    async text() {
      const request = last();
      const { url, headers } = request;
      return decodeURIComponent(`${headers.get("authorization")} ${url} ${await request.text()}`);
    },
  };
}
