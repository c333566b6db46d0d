#!/usr/bin/env node
import { readSupplies } from "./facts.js";
import { main } from "./main.js";
import { managerOf } from "./manager.js";

// A reader that has seen enough, such as head, is no failure.
process.stdout.on("error", ({ code, message }: NodeJS.ErrnoException) => {
  if (code === "EPIPE") process.exit(0);
  process.stderr.write(`The answer cannot be written: ${message}\n`, () => process.exit(70));
});

// What cannot be told is told nowhere, and changes nothing.
process.stderr.on("error", () => undefined);

const surroundings = {
  supplies: readSupplies(),
  cwd: process.cwd(),
  manager: managerOf(process.env["npm_config_user_agent"]),
  isTerminal: process.stdin.isTTY && process.stdout.isTTY,
  write: (text: string) => void process.stdout.write(text),
  complain: (text: string) => void process.stderr.write(text),
};

// No await at the top, because this file is built as CommonJS too.
void main(process.argv.slice(2), surroundings).then((code) => (process.exitCode = code));
