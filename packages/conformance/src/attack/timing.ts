/** How many milliseconds a call takes: the median of so many, since a busy machine only ever adds to one. */
export async function median(times: number, call: () => Promise<unknown>): Promise<number> {
  const took: number[] = [];
  for (let turn = 0; turn < times; turn += 1) {
    const started = performance.now();
    await call();
    took.push(performance.now() - started);
  }
  return took.sort((a, b) => a - b)[Math.floor(times / 2)] ?? 0;
}
