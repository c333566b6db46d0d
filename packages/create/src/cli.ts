#!/usr/bin/env node
import { readSupplies } from "./facts.js";
import { main } from "./main.js";

const surroundings = {
  supplies: readSupplies(),
  cwd: process.cwd(),
  isTerminal: process.stdin.isTTY && process.stdout.isTTY,
  write: (text: string) => void process.stdout.write(text),
  complain: (text: string) => void process.stderr.write(text),
};

// No await at the top, because this file is built as CommonJS too.
void main(process.argv.slice(2), surroundings).then((code) => (process.exitCode = code));
