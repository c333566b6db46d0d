#!/usr/bin/env node
import { main } from "./main.js";

// A reader that has seen enough, such as head, is no failure.
process.stdout.on("error", ({ code, message }: NodeJS.ErrnoException) => {
  if (code === "EPIPE") process.exit(0);
  process.stderr.write(`The answer cannot be written: ${message}\n`, () => process.exit(70));
});

// What cannot be told is told nowhere, and changes nothing.
process.stderr.on("error", () => undefined);

// No await at the top, because this file is built as CommonJS too.
void main(process.argv.slice(2)).then((code) => (process.exitCode = code));
