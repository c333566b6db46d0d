import { withRoute, type HeardMessage } from "./heard.js";
import { openPort, type Port } from "./listen.js";
import { createRouter, groupOrigins, type Route, type Router } from "./routes.js";
import type { Heard } from "./wire.js";

/** Something that one port can serve: origins, and what is found there. */
export interface OpenPort {
  readonly origins: readonly string[];
  readonly port: Port;
  /** Where clients reach it. */
  readonly origin: string;
}

/** What is served. */
export interface Served {
  /** In the order in which they get their ports. */
  readonly origins: readonly string[];
  readonly routes: readonly Route[];
}

/** Where it is served, and who hears it. */
export interface PortOptions {
  readonly port?: number;
  readonly origin?: string;
  readonly calledBy?: string;
  readonly onMessage?: (heard: HeardMessage) => void;
}

/** Opens as many ports as origins need. Rejects with a TypeError for an origin that is none. */
export async function openPorts(
  { origins, routes }: Served,
  { port: wanted = 0, origin: given, calledBy, onMessage }: PortOptions,
): Promise<readonly OpenPort[]> {
  checkOrigin("origin", given);
  checkOrigin("calledBy", calledBy);
  const ports: OpenPort[] = [];
  // One after the other, so that the first one gets the port that was asked for.
  try {
    for (const group of groupOrigins(origins, routes)) {
      const isFirst = ports.length === 0;
      const find = routerOf(routes, group);
      const hear = onMessage && ((heard: Heard) => onMessage(withRoute(find, heard)));
      const port = await openPort(isFirst ? wanted : 0, hear);
      const origin = (isFirst ? given : undefined) ?? ownOrigin(port);
      ports.push({ origins: group, port, origin });
    }
    return ports;
  } catch (error) {
    await Promise.all(ports.map(({ port }) => port.close()));
    throw error;
  }
}

/** Finds the routes of some origins. */
export function routerOf(routes: readonly Route[], origins: readonly string[]): Router {
  return createRouter(routes.filter(({ place }) => origins.includes(place.origin)));
}

/**
 * Where a port is without anything in front of it.
 *
 * @example
 * ownOrigin({ port: 3000 }); // => "http://127.0.0.1:3000"
 * ownOrigin({ port: 80 }); // => "http://127.0.0.1"
 */
export function ownOrigin({ port }: Pick<Port, "port">): string {
  // An origin leaves the default port out, and clients take nothing else for one.
  return new URL(`http://127.0.0.1:${port}`).origin;
}

function checkOrigin(option: string, origin: string | undefined): void {
  if (origin === undefined) return;
  const read = URL.canParse(origin) ? new URL(origin).origin : "null";
  if (read === origin) return;
  const mend = read === "null" ? "such as http://localhost:3000" : `such as ${read}`;
  throw new TypeError(
    `${option} is ${JSON.stringify(origin)}: it has to be an origin without a path, ${mend}.`,
  );
}
