/**
 * How many milliseconds of CPU time a call takes, with the server that is in this process too: the median of so many. Others
 * that keep the machine busy add nothing to it.
 */
export async function median(times: number, call: () => Promise<unknown>): Promise<number> {
  const took: number[] = [];
  for (let turn = 0; turn < times; turn += 1) {
    const started = process.cpuUsage();
    await call();
    const { user, system } = process.cpuUsage(started);
    took.push((user + system) / 1000);
  }
  return took.sort((a, b) => a - b)[Math.floor(times / 2)] ?? 0;
}
