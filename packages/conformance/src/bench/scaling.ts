import { signSync, verify, type RequestParts } from "@oauth1/core";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import { race, spread, type Contender } from "./race.js";
import { repeated } from "./peers.js";
import type { Growth } from "./report.js";
import { CREDENTIALS } from "./subject.js";

const COUNTS = [1, 3, 10, 30, 100, 300, 1000] as const;
const LENGTHS = [100, 1000, 10_000, 100_000] as const;

/** How the cost grows with the number of parameters and with the length of one: it should do so linearly. */
export async function growths(): Promise<readonly Growth[]> {
  const grow = async (growth: Omit<Growth, "points">, turns: readonly Turn[]): Promise<Growth> => {
    const timings = await race(
      turns.map(({ contender }) => contender),
      { rounds: 9, milliseconds: 10 },
    );
    const points = turns.map(({ size }, at) => {
      return { size, nanoseconds: spread(timings[at]?.rounds ?? []).median };
    });
    return { ...growth, points };
  };
  const signs = (size: number, parts: RequestParts): Turn => {
    return {
      size,
      contender: repeated(`${size}`, () => signSync(parts, CREDENTIALS).authorization),
    };
  };
  return [
    await grow(
      { name: "signSync, 1 to 1,000 parameters", unit: "parameter" },
      COUNTS.map((count) => signs(count, formOf(count))),
    ),
    await grow(
      { name: "verify, 1 to 1,000 parameters", unit: "parameter" },
      COUNTS.map((count) => ({ size: count, contender: verifier(formOf(count)) })),
    ),
    await grow(
      { name: "signSync, one long parameter to be encoded", unit: "character" },
      LENGTHS.map((length) => signs(length, formWith("ü ".repeat(length / 2)))),
    ),
    await grow(
      { name: "signSync, one long parameter that needs no encoding", unit: "character" },
      LENGTHS.map((length) => signs(length, formWith("ab".repeat(length / 2)))),
    ),
  ];
}

interface Turn {
  readonly size: number;
  readonly contender: Contender;
}

function verifier(parts: RequestParts): Contender {
  const { request } = signSync(parts, CREDENTIALS);
  const options = { methods: [hmacSha1], limits: { parameters: 2000 } };
  return {
    name: "verify",
    prepare: (times) => async () => {
      for (let turn = 0; turn < times; turn += 1) {
        const verdict = await verify(request, () => CREDENTIALS, options);
        if (!verdict.ok) throw new Error(`verify refuses it: ${verdict.problem}`);
      }
    },
  };
}

function formWith(value: string): RequestParts {
  return form(`text=${encodeURIComponent(value).replaceAll("%20", "+")}`);
}

// Names in no order, so that there is something to sort.
function formOf(count: number): RequestParts {
  const pairs = Array.from({ length: count }, (_, at) => `n${(at * 7919) % 1009}=value+${at}%21`);
  return form(pairs.join("&"));
}

function form(body: string): RequestParts {
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  return { method: "POST", url: "https://api.example.com/1/things", headers, body };
}
