/** A stretch of a text: the same in another text, or not. Where only the other has something, it is empty. */
export interface Run {
  readonly text: string;
  readonly isDifferent: boolean;
}

/** Two base strings cut into stretches that they share and stretches that differ, one for one. */
export function compare(
  ours: string,
  theirs: string,
): { readonly ours: readonly Run[]; readonly theirs: readonly Run[] } {
  const [mine, other] = [tokens(ours), tokens(theirs)];
  const runs = { ours: new Array<Run>(), theirs: new Array<Run>() };
  const add = (a: string, b: string, isDifferent: boolean): void => {
    if (a === "" && b === "") return;
    append(runs.ours, { text: a, isDifferent });
    append(runs.theirs, { text: b, isDifferent });
  };
  let [a, b] = [0, 0];
  for (const [i, j] of sharedPlaces(mine, other)) {
    add(mine.slice(a, i).join(""), other.slice(b, j).join(""), true);
    add(mine[i] ?? "", other[j] ?? "", false);
    [a, b] = [i + 1, j + 1];
  }
  add(mine.slice(a).join(""), other.slice(b).join(""), true);
  return runs;
}

function append(runs: Run[], run: Run): void {
  const last = runs.at(-1);
  if (last?.isDifferent === false && !run.isDifferent) {
    runs[runs.length - 1] = { ...run, text: last.text + run.text };
  } else runs.push(run);
}

// Names and values are whole tokens, so that what differs is never less than one of them.
function tokens(text: string): readonly string[] {
  return text.split(/(&|%26|%3D)/).filter((token) => token !== "");
}

/** Where the longest common subsequence is, in each of two lists. */
function sharedPlaces(
  a: readonly string[],
  b: readonly string[],
): readonly (readonly [number, number])[] {
  const lengths = commonLengths(a, b);
  const places: [number, number][] = [];
  for (let [i, j] = [0, 0]; i < a.length && j < b.length;) {
    if (a[i] === b[j]) {
      places.push([i, j]);
      [i, j] = [i + 1, j + 1];
    } else if (lengths(i + 1, j) >= lengths(i, j + 1)) i += 1;
    else j += 1;
  }
  return places;
}

/** How many tokens the rests of two lists share, from a place in each. */
function commonLengths(
  a: readonly string[],
  b: readonly string[],
): (i: number, j: number) => number {
  const width = b.length + 1;
  // Of longer ones only the beginnings are compared: nobody reads so many differences one by one.
  if (a.length * b.length > MOST_COMPARED) return () => 0;
  const lengths = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      lengths[i * width + j] =
        a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  return at;
}

const MOST_COMPARED = 1_000_000;
