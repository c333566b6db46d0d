import { expectSame, type Check, type Library } from "../library.js";
import { FORM, SECRETS, TRANSMISSIONS } from "./sample.js";

const URL_WITH_QUERY = "https://example.com/photos?size=original&a%5B%5D=%FF";

/** A `Request` in gives a `Request` out, that still has what it had and verifies. */
export function requestChecks(library: Library): readonly Check[] {
  const forms = TRANSMISSIONS.map((transmission): Check => ({
    group: "Request",
    name: `a form, by ${transmission}`,
    run: async () => {
      const request = await signed(library, formRequest(), transmission);
      await expectAccepted(library, request.clone());
      const fields = new URLSearchParams(await request.text());
      expectSame(fields.getAll("a"), ["1", "2 é"]);
    },
  }));
  return [...forms, { group: "Request", name: "a JSON body", run: () => jsonSurvives(library) }];
}

async function signed(
  { core }: Library,
  request: Request,
  transmission: (typeof TRANSMISSIONS)[number],
): Promise<Request> {
  const result = await core.sign(request, SECRETS, { transmission });
  expectSame(result.request instanceof Request, true);
  return result.request;
}

async function expectAccepted({ core, shared }: Library, request: Request): Promise<void> {
  const verdict = await core.verify(request, () => SECRETS, { methods: shared });
  expectSame(verdict.ok || verdict.problem, true);
}

async function jsonSurvives(library: Library): Promise<void> {
  const headers = { "content-type": "application/json", "x-kept": "yes" };
  const original = new Request(URL_WITH_QUERY, { method: "PUT", headers, body: '{"a":"☃"}' });
  const request = await signed(library, original, "header");
  expectSame([request.method, request.headers.get("x-kept")], ["PUT", "yes"]);
  await expectAccepted(library, request.clone());
  expectSame(await request.json(), { a: "☃" });
}

function formRequest(): Request {
  const body = new URLSearchParams([
    ["a", "1"],
    ["a", "2 é"],
    ["+", "&="],
  ]);
  const headers = { "content-type": FORM };
  return new Request(URL_WITH_QUERY, { method: "POST", headers, body: body.toString() });
}
