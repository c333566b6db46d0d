// `npm start`: from a bare machine to a provider, a consumer site and one whole login between them.
import { run, runMain, setUp, step } from "./setup.mjs";

await runMain(async () => {
  await setUp();
  await step("Generating the SDKs from providers/*.json", "tsx", [
    "--conditions=@oauth1/source",
    "scripts/generate.ts",
  ]);
  await step("Building what the demonstration needs", "turbo", [
    "run",
    "build",
    "--filter=@oauth1/demo...",
    "--output-logs=errors-only",
  ]);
  // The demonstration takes Ctrl-C itself and stops its servers; this process waits for it.
  process.on("SIGINT", () => undefined);
  const { code } = await run("node", ["packages/demo/dist/main.js", ...process.argv.slice(2)]);
  return code;
});
