// `npm test`: sets up what is missing, builds, runs every test, and ends with the totals.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run, runMain, setUp, step } from "./setup.mjs";

// A workflow can empty this variable, and not take it away.
if (process.env["CI"] === "") delete process.env["CI"];

await runMain(async () => {
  await setUp();
  await step("Building every package", "turbo", ["run", "build", "--output-logs=errors-only"]);
  const folder = mkdtempSync(join(tmpdir(), "oauth1-test-"));
  const report = join(folder, "report.json");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const { code } = await run("vitest", [
    "run",
    "--config",
    "scripts/vitest.config.ts",
    ...reporters,
    ...process.argv.slice(2),
  ]);
  const totals = readTotals(report);
  rmSync(folder, { recursive: true });
  for (const line of totals.notes) console.log(line);
  // An error outside every test fails the run too, and the last line has to say so.
  const failed = code !== 0 && totals.failed === 0 ? 1 : totals.failed;
  console.log(
    `${totals.passed} passed, ${failed} failed${totals.skipped === 0 ? "" : `, ${totals.skipped} skipped`}`,
  );
  return failed === 0 ? 0 : 1;
});

function readTotals(report) {
  const { testResults } = JSON.parse(readFileSync(report, "utf8"));
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const count = (...states) => tests.filter(({ status }) => states.includes(status)).length;
  const skipped = tests.filter(({ status }) => status !== "passed" && status !== "failed");
  const unread = testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  );
  return {
    passed: count("passed"),
    failed: count("failed") + unread.length,
    skipped: skipped.length,
    notes: [
      ...unread.map(({ name, message }) => `failed to load: ${name}: ${message}`),
      ...skipped.map(({ fullName }) => `skipped: ${fullName}`),
    ],
  };
}
