/** Why a value with aliases cannot be used: it holds itself, is too deep, or is too much when every alias is written out. */
export function expansionProblem(value: unknown, mostLevels: number): string | undefined {
  const measured = new Map<object, Measure>();
  const open = new Set<object>();
  const measure = (part: unknown): Measure => {
    if (typeof part !== "object" || part === null) return { levels: 0, parts: 1 };
    const known = measured.get(part);
    if (known !== undefined) return known;
    if (open.has(part)) throw new Endless("an alias in it holds itself");
    if (open.size >= mostLevels)
      throw new Endless(`this is nested deeper than ${mostLevels} levels`);
    open.add(part);
    let [levels, parts] = [0, 1];
    for (const inner of Object.values(part).map(measure)) {
      levels = Math.max(levels, inner.levels);
      parts += inner.parts;
    }
    open.delete(part);
    const whole = { levels: levels + 1, parts };
    measured.set(part, whole);
    return whole;
  };
  try {
    const { levels, parts } = measure(value);
    if (levels > mostLevels) return `this is nested deeper than ${mostLevels} levels`;
    return parts > MOST_PARTS ? "its aliases make far too much of it" : undefined;
  } catch (error) {
    if (error instanceof Endless) return error.message;
    throw error;
  }
}

interface Measure {
  readonly levels: number;
  readonly parts: number;
}

/** The largest public documents have about a tenth of it. */
const MOST_PARTS = 5_000_000;

class Endless extends Error {}
