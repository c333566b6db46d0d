import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/**
 * A port of 127.0.0.1 that nobody listens on, and that this process has not been given before. It is below those that the
 * system hands out, to listeners that ask for any and to connections, so that nobody takes it before it is used; the one that
 * is 10,000 higher is free too, which a cluster of Redis talks on.
 */
export async function freePort(): Promise<number> {
  const port = randomInt(15_000, 22_000);
  if (given.has(port)) return freePort();
  given.add(port);
  const isFree = (await isUnused(port)) && (await isUnused(port + 10_000));
  return isFree ? port : freePort();
}

// Who asks for several ports at once listens on the first only later.
const given = new Set<number>();

function isUnused(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer().once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
