import { once } from "node:events";
import { connect } from "node:net";
import { describe, expect, test } from "vitest";

/** Where a test finds a service, and why it cannot, if so. */
export interface Service {
  readonly url: string;
  readonly missing: string | undefined;
}

/**
 * The tests of a service. Where it is missing they are skipped, and named with the reason; but in CI nothing is
 * skipped, and there they fail.
 */
export function describeWith(
  title: string,
  { missing }: Pick<Service, "missing">,
  tests: () => void,
): void {
  if (missing === undefined) describe(title, tests);
  else if (!isCi) describe.skip(`${title} (${missing})`, tests);
  else test(title, () => expect.fail(missing));
}

export const postgresService = (): Promise<Service> =>
  find("PostgreSQL", process.env["DATABASE_URL"] ?? "postgres://postgres@127.0.0.1:5432/test");

export const redisService = (): Promise<Service> =>
  find("Redis", process.env["REDIS_URL"] ?? "redis://127.0.0.1:6379");

async function find(name: string, url: string): Promise<Service> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port || STANDARD[name]), timeout: 2000 });
  const answers = await Promise.race([
    once(socket, "connect").then(() => true),
    once(socket, "timeout").then(() => false),
  ]).catch(() => false);
  socket.destroy();
  return { url, missing: answers ? undefined : `no ${name} answers at ${hostname}` };
}

const isCi = process.env["CI"] !== undefined;

const STANDARD: Readonly<Record<string, number>> = { PostgreSQL: 5432, Redis: 6379 };
