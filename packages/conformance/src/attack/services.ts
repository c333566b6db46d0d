import { once } from "node:events";
import { connect } from "node:net";

/** Where a service of the tests is. */
export const DATABASE_URL: string =
  process.env["DATABASE_URL"] ?? "postgres://postgres@127.0.0.1:5432/test";
export const REDIS_URL: string = process.env["REDIS_URL"] ?? "redis://127.0.0.1:6379";

/** Why a service cannot be used; `undefined` where it can, and in CI, where one that does not answer is a failure. */
export async function missing(name: string, url: string): Promise<string | undefined> {
  if (process.env["CI"] !== undefined) return undefined;
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), timeout: 2000 });
  const answers = await Promise.race([
    once(socket, "connect").then(() => true),
    once(socket, "timeout").then(() => false),
  ]).catch(() => false);
  socket.destroy();
  return answers ? undefined : `no ${name} answers at ${hostname}:${port}`;
}
