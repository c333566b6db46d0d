import { performance } from "node:perf_hooks";

/**
 * Begins to measure how many milliseconds of its own something takes, with the server that is in this process too: those in
 * which this process works, and those in which it waits for something to happen. What others take of the machine meanwhile
 * adds nothing to it.
 */
export function stopwatch(): () => number {
  const [cpu, loop] = [process.cpuUsage(), performance.eventLoopUtilization()];
  return () => {
    const { user, system } = process.cpuUsage(cpu);
    return (user + system) / 1000 + performance.eventLoopUtilization(loop).idle;
  };
}

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
