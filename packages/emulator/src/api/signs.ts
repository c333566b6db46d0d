import type { ErrorsModel } from "@oauth1/descriptor";
import { valueAt, withValueAt } from "../json-path.js";

/** What tells an error from a result. */
type Signs = ErrorsModel["signs"];

/**
 * The signs that can be seen in what an envelope holds, by their ways from there; those outside of it are not the result's.
 *
 * @example
 * signsWithin("response", [{ at: "response.status", least: 1 }, { at: "error" }]); // => [{ at: "status", least: 1 }]
 */
export function signsWithin(envelope: string | undefined, signs: Signs): Signs {
  if (envelope === undefined) return signs;
  return signs
    .filter(({ at }) => at.startsWith(`${envelope}.`))
    .map((sign) => ({ ...sign, at: sign.at.slice(envelope.length + 1) }));
}

/**
 * A copy of a made-up result that no sign makes an error: another value of the same kind stands where one did, one of
 * `known` where there are any, or nothing where every value would be a sign.
 *
 * @example
 * withoutSigns({ status: 1, id: "7" }, [{ at: "status", least: 1 }], () => []); // => { status: 0, id: "7" }
 * withoutSigns({ stat: "fail" }, [{ at: "stat", equals: "fail" }], () => ["fail", "ok"]); // => { stat: "ok" }
 * withoutSigns({ error: { code: 1 }, id: "7" }, [{ at: "error" }], () => []); // => { id: "7" }
 */
export function withoutSigns(
  value: unknown,
  signs: Signs,
  known: (at: string) => readonly string[],
): unknown {
  return signs.reduce((mended, { at }) => {
    const here = signs.filter((sign) => sign.at === at);
    const isError = (one: unknown): boolean => here.some((sign) => shows(sign, one));
    const there = valueAt(mended, at);
    if (!isError(there)) return mended;
    const own = known(at);
    const others = (own.length > 0 ? own : HARMLESS).filter((one) => isSameKind(one, there));
    return withValueAt(
      mended,
      at,
      others.find((one) => !isError(one)),
    );
  }, value);
}

const HARMLESS = [0, 1, 2, -1, "ok", "text", "", false, true, []] as const;

function isSameKind(one: unknown, other: unknown): boolean {
  return typeof one === typeof other && Array.isArray(one) === Array.isArray(other);
}

// As clients read them.
function shows({ at: _, equals, least }: Signs[number], value: unknown): boolean {
  if (equals !== undefined) return value === equals;
  if (least !== undefined) return Number(value) >= least;
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}
