// `npm test`: sets up what is missing, builds, runs every test, and ends with the totals.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { root, run, runMain, setUp, step, StepFailed } from "./setup.mjs";

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
  const totals = existsSync(report) ? readTotals(report) : undefined;
  rmSync(folder, { recursive: true });
  if (totals === undefined)
    throw new StepFailed(`vitest ended with ${code} before it had run all.`);
  for (const line of totals.notes) console.log(line);
  // An error outside every test fails the run too, and the last line has to say so.
  const isFailedOutside = code !== 0 && totals.failed === 0;
  if (isFailedOutside) console.log("failed: something outside every test, which is told above");
  const failed = isFailedOutside ? 1 : totals.failed;
  console.log(
    `${totals.passed} passed, ${failed} failed${totals.skipped === 0 ? "" : `, ${totals.skipped} skipped`}`,
  );
  return failed === 0 ? 0 : 1;
});

function readTotals(report) {
  const { testResults } = JSON.parse(readFileSync(report, "utf8"));
  const tests = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ status, fullName }) => {
      return { status, title: `${relative(root, name)}: ${fullName}` };
    }),
  );
  const broken = tests.filter(({ status }) => status === "failed");
  const skipped = tests.filter(({ status }) => status !== "passed" && status !== "failed");
  // A file that cannot be read, or whose preparation fails, fails without a test that does.
  const unread = testResults.filter(
    ({ status, assertionResults }) =>
      status === "failed" && assertionResults.every((test) => test.status !== "failed"),
  );
  return {
    passed: tests.length - broken.length - skipped.length,
    failed: broken.length + unread.length,
    skipped: skipped.length,
    notes: [
      ...skipped.map(({ title }) => `skipped: ${title}`),
      ...unread.map(
        ({ name, message }) =>
          `failed: ${relative(root, name)}: ${message || "its preparation, see above"}`,
      ),
      ...broken.map(({ title }) => `failed: ${title}`),
    ],
  };
}
