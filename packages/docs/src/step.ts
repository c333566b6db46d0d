/** Runs a part of the build, and says on stderr how long it took. */
export async function step(name: string, run: () => Promise<unknown>): Promise<void> {
  const begun = performance.now();
  await run();
  process.stderr.write(`${name}: ${((performance.now() - begun) / 1000).toFixed(1)} s\n`);
}
