import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/**
 * A port of 127.0.0.1 that nobody listens on. It is below those that the system hands out, to listeners that ask for any and
 * to connections, so that nobody takes it before it is used; the one that is 10,000 higher is too, which a cluster of Redis
 * talks on.
 */
export async function freePort(): Promise<number> {
  const port = randomInt(15_000, 22_000);
  const isFree = await new Promise<boolean>((resolve) => {
    const server = createServer().once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
  return isFree ? port : freePort();
}
