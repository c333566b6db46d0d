import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { vi } from "vitest";
import { freePort } from "../../../scripts/free-port.js";

/** A Redis of a test's own, which can be killed and started again on what it has written. */
export interface RedisServer {
  readonly port: number;
  readonly start: () => Promise<void>;
  /** Without any warning, as when the power fails. */
  readonly kill: () => Promise<void>;
  readonly remove: () => Promise<void>;
}

/** Durable as the documentation asks for; not started yet. */
export async function redisServer(...options: readonly string[]): Promise<RedisServer> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), "oauth1-redis-"));
  const fixed = ["--port", String(port), "--dir", folder, "--save", "", "--bind", "127.0.0.1"];
  const durable = ["--appendonly", "yes", "--appendfsync", "always"];
  let child: ChildProcess | undefined;
  const kill = async (): Promise<void> => {
    if (child === undefined) return;
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    child = undefined;
    await gone;
  };
  return {
    port,
    kill,
    async start() {
      child = spawn("redis-server", [...fixed, ...durable, ...options], { stdio: "ignore" });
      await answers(port);
    },
    async remove() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Three nodes that know each other, with a third of the slots each; answers with one port. */
export async function startCluster(servers: readonly RedisServer[]): Promise<number> {
  await Promise.all(servers.map((server) => server.start()));
  const nodes = servers.map(({ port }) => new Redis(port));
  const [first = 0] = servers.map(({ port }) => port);
  const slots = Math.ceil(16_384 / servers.length);
  for (const [at, node] of nodes.entries()) {
    const last = Math.min(16_384, (at + 1) * slots) - 1;
    await node.call("CLUSTER", "ADDSLOTSRANGE", String(at * slots), String(last));
    await node.call("CLUSTER", "MEET", "127.0.0.1", String(first));
  }
  for (const node of nodes) {
    await vi.waitUntil(
      async () => String(await node.call("CLUSTER", "INFO")).includes("cluster_state:ok"),
      { timeout: 30_000, interval: 100 },
    );
    node.disconnect();
  }
  return first;
}

/** Whether there is a Redis to start. */
export async function hasRedisServer(): Promise<boolean> {
  const child = spawn("redis-server", ["--version"], { stdio: "ignore" });
  return Promise.race([
    once(child, "exit").then(() => true),
    once(child, "error").then(() => false),
  ]).catch(() => false);
}

async function answers(port: number): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    const socket = connect({ host: "127.0.0.1", port });
    const isOpen = await once(socket, "connect").then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (isOpen) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`The Redis at port ${port} did not start.`);
}
