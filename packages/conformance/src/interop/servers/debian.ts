import { fileURLToPath } from "node:url";
import { CONSUMERS, PUBLIC_KEY } from "../../contract.js";
import type { ServerPeer } from "../party.js";
import { startProgram } from "../program.js";

const PYTHON = "/usr/bin/python3";

export const authlib: ServerPeer = pythonServer({
  name: "Authlib",
  package: "Debian's python3-authlib and python3-flask",
  imports: "authlib.integrations.flask_oauth1, flask",
  script: "authlib_server.py",
});

/** As it comes, which takes nonces of 20 to 30 letters and digits only. */
export const oauthlib: ServerPeer = pythonServer({
  name: "oauthlib",
  package: "Debian's python3-oauthlib",
  imports: "oauthlib.oauth1, jwt, cryptography",
  script: "oauthlib_server.py",
});

interface Script extends Pick<ServerPeer, "name" | "package"> {
  readonly imports: string;
  /** In the folder `programs`. */
  readonly script: string;
}

function pythonServer({ name, package: from, imports, script }: Script): ServerPeer {
  const file = fileURLToPath(new URL(`../programs/${script}`, import.meta.url));
  const consumers = CONSUMERS.map((consumer) => ({ ...consumer, publicKey: PUBLIC_KEY }));
  return {
    name,
    package: from,
    role: "server",
    probe: [PYTHON, "-c", `import ${imports}`],
    async open() {
      // Without -B it would leave a __pycache__ beside the script.
      const program = await startProgram(PYTHON, ["-B", file, JSON.stringify(consumers)]);
      const { version, base } = program.hello;
      return { version: String(version), base: String(base), close: program.close };
    },
  };
}
