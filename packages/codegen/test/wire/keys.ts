import { getDiffieHellman } from "node:crypto";
import { readFileSync } from "node:fs";

/** The key pair of all tests. */
export const PRIVATE_KEY: string = read("client_rsa.pkcs8.pem");

/** Its public half. */
export const PUBLIC_KEY: string = read("client_rsa.pub.pem");

/** The prime of a Diffie-Hellman group (RFC 3526 section 2), in hex. */
export const MODP_1536: string = getDiffieHellman("modp5").getPrime("hex");

function read(name: string): string {
  return readFileSync(new URL(`../../../testing/keys/${name}`, import.meta.url), "utf8");
}
