import { signSync, type RequestParts } from "@oauth1/core";
import { diagnose } from "@oauth1/core/diagnose";
import { benchOfFigures, type Bench, type Figure } from "./report.js";
import { race, spread, type Contender } from "./race.js";
import { CREDENTIALS } from "./subject.js";

/** Naming what is wrong with a request of twenty parameters, and finding that nothing known explains it. */
export async function benchDiagnose(): Promise<Bench> {
  const { request } = signSync(PARTS, CREDENTIALS);
  const otherSecret = { ...CREDENTIALS.token, secret: "" };
  const earlier = signSync(PARTS, { ...CREDENTIALS, token: otherSecret }).request;
  const timings = await race(
    [
      contender("the token secret is missing", earlier, "explained"),
      contender("nothing explains it", { ...request, ...spoiled(request) }, "unknown"),
    ],
    { rounds: 9, milliseconds: 60 },
  );
  const figures = timings.map(({ name, rounds }): Figure => {
    const value = spread(rounds.map((nanoseconds) => nanoseconds / 1e6));
    return { name, value, unit: "ms", aim: "under 50 ms" };
  });
  return benchOfFigures("diagnose: POST, form of 20 parameters, HMAC-SHA1", figures);
}

const PARTS: RequestParts = {
  method: "POST",
  url: "https://api.example.com/1/things?a=1",
  headers: { "content-type": "application/x-www-form-urlencoded" },
  body: Array.from({ length: 12 }, (_, at) => `name${at}=a+value%21${at}`).join("&"),
};

function contender(name: string, request: RequestParts, verdict: string): Contender {
  return {
    name,
    prepare: (times) => async () => {
      for (let turn = 0; turn < times; turn += 1) {
        const diagnosis = await diagnose({ request, credentials: CREDENTIALS });
        if (diagnosis.verdict !== verdict) throw new Error(`diagnose says ${diagnosis.verdict}`);
      }
    },
  };
}

/** Another path has come than was signed, and nobody knows which. */
function spoiled({ url }: RequestParts): Pick<RequestParts, "url"> {
  return { url: url.replace("/1/things", "/2/quite/another") };
}
