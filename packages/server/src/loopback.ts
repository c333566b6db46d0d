import type { Target } from "@oauth1/core";

/**
 * Whether a host is this machine itself, where nobody on a network reads along.
 *
 * @example
 * isLoopback({ host: "127.0.0.1:8080" }); // => true
 * isLoopback({ host: "localhost.example.com" }); // => false
 */
export function isLoopback({ host }: Pick<Target, "host">): boolean {
  return LOOPBACK_HOSTS.has(host.replace(/:[0-9]*$/, ""));
}

const LOOPBACK_HOSTS: ReadonlySet<string> = new Set(["127.0.0.1", "[::1]", "localhost"]);
