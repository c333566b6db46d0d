import { GROUPS, type Group, type Result } from "./library.js";
import { asTable } from "../table.js";
import { Unavailable } from "./install.js";
import { createProject, type Project } from "./project.js";
import { startProvider } from "./provider.js";
import type { Runtime } from "./runtimes.js";

/** What one runtime made of the suite. `missing` says why it was not run at all. */
export interface Row {
  readonly id: string;
  readonly title: string;
  readonly seconds: number;
  readonly results: readonly Result[];
  readonly missing?: string;
  /** Why there are no results although the runtime is there. */
  readonly crashed?: string;
}

/** Runs the suite everywhere, two runtimes at a time, and tells of each row when it is done. */
export async function runMatrix(
  runtimes: readonly Runtime[],
  onRow: (row: Row) => void,
): Promise<readonly Row[]> {
  const provider = await startProvider();
  const project = await createProject(provider.origin);
  const queue = [...runtimes.entries()];
  const rows: Row[] = [];
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [at, runtime] = next;
      const row = await runRow(runtime, project);
      rows[at] = row;
      onRow(row);
    }
  };
  try {
    await Promise.all([work(), work()]);
  } finally {
    project.remove();
    provider.close();
  }
  return rows;
}

/** Whether a row is as it has to be. In CI every runtime has to be there. */
export function isGood({ results, missing, crashed }: Row, isCi: boolean): boolean {
  if (missing !== undefined) return !isCi;
  return crashed === undefined && results.length > 0 && results.every(passed);
}

/** The matrix as a table: how many checks of each group a runtime passes, of how many. */
export function matrixTable(rows: readonly Row[]): string {
  return asTable([
    ["", ...GROUPS],
    ...rows.map((row) => [row.title, ...GROUPS.map((group) => checksIn(row, group))]),
  ]);
}

/** How many checks of a group pass, of how many, as in `60/60`. */
export function checksIn({ results, missing, crashed }: Row, group: Group): string {
  if (missing !== undefined) return "skipped";
  if (crashed !== undefined) return "failed";
  const ofGroup = results.filter((result) => result.group === group);
  return `${ofGroup.filter(passed).length}/${ofGroup.length}`;
}

/** What has to be said beneath the table. */
export function remarks(rows: readonly Row[]): readonly string[] {
  return rows.flatMap(({ title, missing, crashed, results }) => [
    ...(missing === undefined ? [] : [`skipped: ${title}: ${missing}`]),
    ...(crashed === undefined ? [] : [`failed: ${title}: ${crashed}`]),
    ...results
      .filter((result) => !passed(result))
      .map(({ group, name, problem }) => `failed: ${title}: ${group}, ${name}: ${problem}`),
  ]);
}

async function runRow({ id, title, run }: Runtime, project: Project): Promise<Row> {
  const started = Date.now();
  const row = (rest: Partial<Row>): Row => {
    return { id, title, seconds: (Date.now() - started) / 1000, results: [], ...rest };
  };
  try {
    return row({ results: await run(project) });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return error instanceof Unavailable ? row({ missing: reason }) : row({ crashed: reason });
  }
}

function passed({ problem }: Result): boolean {
  return problem === undefined;
}
