import { readFileSync } from "node:fs";

/** The key pair of all tests. */
export const PRIVATE_KEY: string = read("client_rsa.pkcs8.pem");

/** Its public half. */
export const PUBLIC_KEY: string = read("client_rsa.pub.pem");

function read(name: string): string {
  return readFileSync(new URL(`../../../testing/keys/${name}`, import.meta.url), "utf8");
}
