import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CALLBACKS } from "../src/contract.js";
import { packageFolder } from "../src/paths.js";
import { run, serve, type Serving } from "./serving.js";

/** A client that somebody else has written, in Debian's packages. */
interface Foreign {
  readonly name: string;
  readonly package: string;
  readonly command: string;
  readonly script: string;
  /** Ends with 0 where the client is installed. */
  readonly probe: readonly string[];
  readonly methods: readonly string[];
}

// Debian's own interpreters: they are the ones that Debian's packages are installed for. What a client cannot do is not
// here: the oauth gem has no HMAC-SHA256, and requests-oauthlib's RSA needs a package that Debian only suggests.
const CLIENTS: readonly Foreign[] = [
  {
    name: "requests-oauthlib",
    package: "python3-requests-oauthlib",
    command: "/usr/bin/python3",
    script: "python/requests_oauthlib_flow.py",
    probe: ["-c", "import requests_oauthlib"],
    methods: ["HMAC-SHA1", "HMAC-SHA256", "PLAINTEXT"],
  },
  {
    name: "Ruby's oauth gem",
    package: "ruby-oauth",
    command: "/usr/bin/ruby",
    script: "ruby/oauth_flow.rb",
    probe: ["-e", "require 'oauth'"],
    methods: ["HMAC-SHA1", "PLAINTEXT", "RSA-SHA1"],
  },
  {
    name: "Perl's Net::OAuth",
    package: "libnet-oauth-perl",
    command: "/usr/bin/perl",
    script: "perl/net_oauth_flow.pl",
    probe: ["-MNet::OAuth", "-e", "1"],
    methods: ["HMAC-SHA1", "HMAC-SHA256", "PLAINTEXT", "RSA-SHA1"],
  },
  {
    name: "PHP's OAuth",
    package: "php-oauth and php-cli",
    command: "/usr/bin/php",
    script: "php/oauth_flow.php",
    probe: ["-r", "exit(class_exists('OAuth') ? 0 : 1);"],
    methods: ["HMAC-SHA1", "HMAC-SHA256", "PLAINTEXT", "RSA-SHA1"],
  },
];

const TYPES = ["AUTH_HEADER", "QUERY", "BODY"] as const;
const KEYS = join(packageFolder("testing"), "keys");

const started: { serving?: Serving } = {};
beforeAll(async () => {
  started.serving = await serve("--plaintext");
});
afterAll(() => started.serving?.close());

for (const client of CLIENTS) {
  const isThere = spawnSync(client.command, [...client.probe]).status === 0;
  const title = `${client.name} against our server`;
  // Elsewhere a missing tool is a skipped suite; CI installs it, so there it is a failure.
  if (isThere || process.env["CI"] !== undefined) describe(title, () => prove(client));
  else it.skip(`${title}: needs Debian's ${client.package}`, () => undefined);
}

function prove({ command, script, methods }: Foreign): void {
  const cases = methods.flatMap((method, row) =>
    TYPES.map((type, column) => ({
      ...{ method, type },
      callback: CALLBACKS[(row + column) % CALLBACKS.length] ?? "oob",
    })),
  );
  it.each(cases)(
    "completes the flow with $method by $type and the callback $callback",
    async (one) => {
      const base = started.serving?.base ?? "";
      const file = fileURLToPath(new URL(script, import.meta.url));
      const key = one.method.startsWith("RSA") ? [join(KEYS, "client_rsa.pem")] : [];
      const { code, output } = await run(command, [
        file,
        base,
        one.method,
        one.type,
        one.callback,
        ...key,
      ]);
      expect(`${output}exit ${code}`).toMatch(/^(?:ok .*\n)+exit 0$/);
    },
  );
}
