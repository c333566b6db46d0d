import { deepEqual, equal } from "node:assert/strict";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import { hmacSha256 } from "@oauth1/core/methods/hmac-sha256";
import { plaintext } from "@oauth1/core/methods/plaintext";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "../../paths.js";
import type { Row } from "../row.js";
import { send } from "../wire.js";

/** Nothing turns verification off. */
export const switchRows: readonly Row[] = [
  {
    row: 19,
    claim: "with every option at its most lenient, a request is verified all the same",
    options: () => ({
      methods: [hmacSha1, hmacSha256, plaintext],
      tls: "methods",
      scatteredParameters: true,
      explainFailures: true,
      bodyHash: "verify",
      callbackRule: () => true,
      policy: () => true,
      timestampWindow: 2 ** 31,
      verifierAttempts: 2 ** 31,
      limits: { header: 2 ** 31, parameters: 2 ** 31, parameter: 2 ** 31 },
    }),
    async run({ consumer, address }) {
      const token = await consumer.login();
      const request = await consumer.signed("/api/photos", { token });
      equal((await send(address, request)).status, 200);
      equal((await send(address, request)).status, 401);
      equal((await consumer.call("/api/photos", { token: { ...token, secret: "x" } })).status, 401);
      equal((await send(address, { method: "GET", target: "/api/photos" })).status, 400);
      const bare = { ...request, headers: (request.headers ?? []).slice(0, 1) };
      equal((await send(address, bare)).status, 400);
    },
  },
  {
    row: 19,
    claim: "what is shipped reads no environment, and has no word for a test mode",
    about: "provider",
    async run() {
      const found = shippedSources().filter(([, text]) => SWITCHES.test(text));
      deepEqual(
        found.map(([file]) => file),
        [],
      );
    },
  },
  {
    row: 3,
    claim: "what is shipped takes random bytes from the system's generator alone",
    about: "provider",
    async run() {
      const found = shippedSources().filter(([, text]) => /Math\.random|pseudoRandom/.test(text));
      deepEqual(
        found.map(([file]) => file),
        [],
      );
    },
  },
];

const SHIPPED = ["core", "client", "server"] as const;
const SWITCHES =
  /process\.env|NODE_ENV|test.?mode|testing.?mode|(?:skip|disable|bypass|no).?verif|verify\s*[:=]\s*false|insecure|unsafeSkip/i;

function shippedSources(): readonly (readonly [file: string, text: string])[] {
  return SHIPPED.flatMap((name) => {
    const folder = join(packageFolder(name), "src");
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
    return files
      .filter((file) => file.endsWith(".ts"))
      .map((file) => [`${name}/src/${file}`, readFileSync(join(folder, file), "utf8")] as const);
  });
}
