import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { freePort } from "../../../scripts/free-port.js";

const MAIN = fileURLToPath(new URL("../dist/main.js", import.meta.url));

interface Run {
  readonly code: number | null;
  readonly output: string;
}

/** Runs the demonstration as built; a signal is sent once the output holds the text. */
function demo(args: readonly string[], interruptAt?: string): Promise<Run> {
  const child = spawn(process.execPath, [MAIN, ...args]);
  const output: string[] = [];
  const interrupt = { pending: interruptAt !== undefined };
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (text: Buffer) => {
      output.push(String(text));
      if (interrupt.pending && output.join("").includes(interruptAt ?? "")) {
        interrupt.pending = !child.kill("SIGINT");
      }
    });
  }
  return new Promise((resolve) =>
    child.once("close", (code) => resolve({ code, output: output.join("") })),
  );
}

it("traces one whole login, from the registration to the refused call, and proves each signature", async () => {
  const { code, output } = await demo(["--once", "--port", String(await freePort())]);
  expect(code).toBe(0);
  const steps = [
    "POST /-/apps",
    "new key     client credentials",
    "POST /oauth/request_token",
    "signed by   client credentials",
    "new key     temporary credentials",
    "location: http://127.0.0.1",
    "POST /-/login",
    "Allow Photo Printer?",
    "decision=approve",
    "oauth_verifier",
    "POST /oauth/access_token",
    "signed by   client credentials and temporary credentials",
    "screen_name=alice",
    "new key     token credentials",
    "GET /2/users/me",
    "signed by   client credentials and token credentials",
    '"username":"alice"',
    "POST /-/connected",
    "GET /2/users/me",
    "HTTP/1.1 401 Unauthorized",
  ];
  let at = 0;
  for (const step of steps) {
    const next = output.indexOf(step, at);
    expect(next, `${step} comes after what is expected before it`).toBeGreaterThanOrEqual(at);
    at = next;
  }
  expect(output.match(/✓ computed again from these bytes/g)).toHaveLength(4);
  expect(output).toContain("4 requests were signed, 0 of them wrongly");
});

it("takes other ports when its own are taken, serves until Ctrl-C, and stops with exit code 0", async () => {
  const blocker = createServer();
  await new Promise<void>((resolve) => blocker.listen(0, "127.0.0.1", resolve));
  const address = blocker.address();
  const port = typeof address === "object" ? (address?.port ?? 0) : 0;
  const { code, output } = await demo(["--port", String(port)], "Now it is your turn");
  await new Promise((resolve) => blocker.close(resolve));
  expect(code).toBe(0);
  expect(output).toMatch(/open http:\/\/127\.0\.0\.1:\d+\/ and click/);
  expect(output).not.toContain(`open http://127.0.0.1:${port}/`);
  expect(output.trim().endsWith("Stopped.")).toBe(true);
});

it.each([["--nonsense"], ["--port", "zero"], ["--port", "70000"]])(
  "says how it is used when it is given %s %s",
  async (...args) => {
    const { code, output } = await demo(args);
    expect(code).toBe(2);
    expect(output).toContain("Usage: npm start --");
    expect(output).not.toMatch(/\n\s+at /);
  },
);
