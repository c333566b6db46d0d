#!/usr/bin/env node
import { main } from "./main.js";

// A reader that has seen enough, such as head, is no failure.
process.stdout.on("error", ({ code }: NodeJS.ErrnoException) =>
  process.exit(code === "EPIPE" ? 0 : 70),
);

// No await at the top, because this file is built as CommonJS too.
void main(process.argv.slice(2)).then((code) => (process.exitCode = code));
