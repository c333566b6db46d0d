import { describe, expect, it } from "vitest";
import {
  createClient,
  login,
  reverseAuth,
  revocation,
  type ClientOptions,
  type TokenEndpointDescription,
} from "@oauth1/client";
import {
  callback,
  CONFIRMED,
  endpoint,
  legs,
  open,
  ORIGIN,
  photos,
  temporary,
  TOKEN,
} from "./scene.js";
import { consumer, type Answer } from "../photos.js";

async function clientWith(more: Partial<TokenEndpointDescription>, answer: Answer) {
  const { options } = await open({ "/token": answer });
  const flows = [login({ ...legs, tokenCredentials: { ...endpoint("/token"), ...more } })] as const;
  const now = () => Date.parse("2026-01-01T00:00:00Z");
  return createClient({ ...options, now, provider: { ...photos, flows } });
}

type Stopped = ReturnType<typeof stopped>;

/** A client whose answers begin, and break off when they are told to, in words of the platform's own. */
function stopped(options: Partial<ClientOptions>) {
  const revoked = revocation(endpoint("/revoke"));
  const device = reverseAuth({ temporaryCredentials: endpoint("/initiate"), target: ORIGIN });
  return createClient({
    consumer,
    ...options,
    fetch: async (_input, init) => {
      const start = (body: ReadableStreamDefaultController): void => {
        body.enqueue(new TextEncoder().encode("oauth_token="));
        init?.signal?.addEventListener("abort", () => body.error(new TypeError("terminated")));
      };
      return new Response(new ReadableStream({ start }));
    },
    provider: { ...photos, flows: [login(legs), revoked, device] } as const,
  });
}

describe("an answer with credentials", () => {
  it.each<[string, Partial<TokenEndpointDescription>, Answer]>([
    ["a form", {}, TOKEN],
    ["a form with another status of success", {}, { status: 201, body: TOKEN }],
    [
      "a form under names of its own",
      { tokenAt: "lp.key", secretAt: "lp.secret" },
      "lp.key=nnch734d&lp.secret=pfkkdhi9",
    ],
    [
      "JSON",
      { format: "json", tokenAt: "key", secretAt: "secret" },
      '{"key":"nnch734d","secret":"pfkkdhi9"}',
    ],
    [
      "JSON in depth",
      { format: "json", tokenAt: "response.tokens.0.key", secretAt: "response.tokens.0.secret" },
      '{"response":{"tokens":[{"key":"nnch734d","secret":"pfkkdhi9"}]}}',
    ],
  ])("can be %s", async (_what, more, answer) => {
    const client = await clientWith(more, answer);
    const account = await client.complete({ temporary, verifier: "v" });
    expect(account).toEqual({ version: 1, token: { key: "nnch734d", secret: "pfkkdhi9" } });
  });

  it.each<[string, Partial<TokenEndpointDescription>, Answer]>([
    ["has no oauth_token_secret", {}, "oauth_token=nnch734d"],
    ["has no oauth_token", {}, "oauth_token=&oauth_token_secret=pfkkdhi9"],
    ["has no oauth_token", { secretOptional: true }, "oauth_token_secret=pfkkdhi9"],
    ["is not JSON", { format: "json" }, TOKEN],
  ])("is refused where it %s", async (message, more, answer) => {
    const client = await clientWith(more, answer);
    await expect(client.complete({ temporary, verifier: "v" })).rejects.toMatchObject({
      code: "response_malformed",
      message: `The provider's answer ${message}.`,
    });
  });

  it.each(["oauth_token=nnch734d", "oauth_token=nnch734d&oauth_token_secret="])(
    "may lack the secret where the description says so: %s",
    async (answer) => {
      const client = await clientWith({ secretOptional: true }, answer);
      const { token } = await client.complete({ temporary, verifier: "v" });
      expect(token).toEqual({ key: "nnch734d", secret: "" });
    },
  );

  it.each<[Partial<TokenEndpointDescription>, Answer, object]>([
    [{ format: "json" }, TOKEN, { code: "response_malformed" }],
    [{ format: "json", tokenAt: "a.b" }, "[null]", { code: "response_malformed" }],
    [
      { format: "json" },
      '{"oauth_problem":"token_expired","oauth_token":"a","oauth_token_secret":"b"}',
      { code: "token_credentials_refused", oauthProblem: "token_expired" },
    ],
    [
      { format: "json" },
      { status: 401, body: "oauth_problem=nonce_used" },
      { code: "token_credentials_refused", oauthProblem: "nonce_used", status: 401 },
    ],
  ])("described as %j is refused as %j", async (more, answer, problem) => {
    const client = await clientWith(more, answer);
    await expect(client.complete({ temporary, verifier: "v" })).rejects.toMatchObject(problem);
  });

  it("is no answer where it breaks off", async () => {
    const { options } = await open({});
    const broken = new ReadableStream({ start: (body) => body.error(new TypeError("terminated")) });
    const fetch = async (): Promise<Response> => new Response(broken);
    const provider = { ...photos, flows: [login(legs)] } as const;
    const client = createClient({ ...options, fetch, provider });
    await expect(client.begin({ callback })).rejects.toMatchObject({
      name: "CallError",
      code: "network",
    });
  });

  describe.each([
    ["temporary credentials", (client: Stopped) => client.begin({ callback })],
    ["a token", (client: Stopped) => client.complete({ temporary, verifier: "v" })],
    ["a revocation", (client: Stopped) => client.revoke(temporary.token)],
    ["parameters for a device", (client: Stopped) => client.reverseAuth()],
  ])("that breaks off in the middle: %s", (_what, step) => {
    it("rejects with the reason of the client's signal", async () => {
      const reason = new Error("shutting down");
      const controller = new AbortController();
      const onResponse = (): void => void setTimeout(() => controller.abort(reason), 5);
      const client = stopped({ signal: controller.signal, onResponse, timeout: 9999 });
      await expect(step(client)).rejects.toBe(reason);
    });

    it("says that it took too long", async () => {
      const failure = step(stopped({ timeout: 20 }));
      await expect(failure).rejects.toMatchObject({ name: "CallError", code: "timeout" });
    });
  });

  it("keeps credentials under any name out of the error", async () => {
    const named = { format: "json", tokenAt: "data.key", secretAt: "data.hush" } as const;
    const body = '{"data":{"key":"sesame","hush":"quiet","oauth_session_handle":"again"}}';
    const client = await clientWith(named, { status: 500, body });
    const failure = await client
      .complete({ temporary, verifier: "v" })
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "token_credentials_refused" });
    expect(JSON.stringify([failure, String(failure)])).not.toMatch(/sesame|quiet|again/);
  });
});

describe("the fields of an account", () => {
  it("are converted by their types", async () => {
    const fields = {
      name: { type: "string" },
      empty: { type: "string" },
      count: { type: "integer" },
      ratio: { type: "number" },
      staff: { type: "boolean" },
      since: { type: "date" },
      day: { type: "date" },
      until: { type: "date-milliseconds" },
      oauth_expires_in: { type: "expires-in" },
      session_expires_in: { type: "expires-in" },
      missing: { type: "integer", optional: true },
    } as const;
    const answer =
      `${TOKEN}&name=J%C3%A4ne+Doe&empty=&count=-3&ratio=1.5e1&staff=TRUE&since=2026-02-03T04%3A05%3A06.789012%2B01%3A00` +
      "&day=2026-02-03&until=1700000000000&oauth_expires_in=3600&session_expires_in=0";
    const client = await clientWith({ fields }, answer);
    expect(await client.complete({ temporary, verifier: "v" })).toEqual({
      version: 1,
      token: { key: "nnch734d", secret: "pfkkdhi9" },
      name: "Jäne Doe",
      empty: "",
      count: -3,
      ratio: 15,
      staff: true,
      since: "2026-02-03T03:05:06.789Z",
      day: "2026-02-03T00:00:00.000Z",
      until: "2023-11-14T22:13:20.000Z",
      oauth_expires_in: "2026-01-01T01:00:00.000Z",
    });
  });

  it("are found by their paths in JSON, numbers and booleans included", async () => {
    const fields = {
      id: { type: "integer", at: "user.id" },
      staff: { type: "boolean", at: "user.staff" },
      "lp.context": { type: "string" },
    } as const;
    const user = '"user":{"id":7,"staff":false},"lp.context":"all"';
    const client = await clientWith(
      { format: "json", fields },
      `{"oauth_token":"nnch734d","oauth_token_secret":"pfkkdhi9",${user}}`,
    );
    expect(await client.complete({ temporary, verifier: "v" })).toMatchObject({
      id: 7,
      staff: false,
      "lp.context": "all",
    });
  });

  it.each([
    ["true", true],
    ["1", true],
    ["Yes", true],
    ["t", true],
    ["FALSE", false],
    ["0", false],
    ["no", false],
    ["F", false],
  ])("take %s for a boolean", async (said, staff) => {
    const client = await clientWith(
      { fields: { staff: { type: "boolean" } } },
      `${TOKEN}&staff=${said}`,
    );
    expect(await client.complete({ temporary, verifier: "v" })).toMatchObject({ staff });
  });

  it.each([
    ["integer", "1.5"],
    ["number", "many"],
    ["number", "1e999"],
    ["number", "0x10"],
    ["number", "1.5 MB"],
    ["integer", "0x10"],
    ["integer", " 7"],
    ["boolean", "perhaps"],
    ["boolean", "untrue"],
    ["boolean", "truest"],
    ["boolean", "00"],
    ["boolean", "not"],
    ["date", "2026-02-03T04:05:06"],
    ["date", "3"],
    ["date-seconds", "soon"],
    ["expires-in", "1h"],
  ] as const)("are refused where they are not of type %s: %s", async (type, text) => {
    const client = await clientWith({ fields: { x: { type } } }, `${TOKEN}&x=${text}`);
    await expect(client.complete({ temporary, verifier: "v" })).rejects.toThrow(
      new RegExp(`has a x that is not of type ${type}`),
    );
  });

  it.each([
    ["12", 12],
    ["-1.25", -1.25],
    ["2.50e+10", 2.5e10],
    ["1E-2", 0.01],
  ])("take %s for a number", async (said, quota) => {
    const client = await clientWith(
      { fields: { quota: { type: "number" } } },
      `${TOKEN}&quota=${said.replace("+", "%2B")}`,
    );
    expect(await client.complete({ temporary, verifier: "v" })).toMatchObject({ quota });
  });

  it("take seconds since 1970 for a date", async () => {
    const fields = { until: { type: "date-seconds" } } as const;
    const client = await clientWith({ fields }, `${TOKEN}&until=1700000000`);
    expect(await client.complete({ temporary, verifier: "v" })).toMatchObject({
      until: "2023-11-14T22:13:20.000Z",
    });
  });

  it.each([
    ["12345678901234567890", "12345678901234567890"],
    [" -9007199254740993 ", "-9007199254740993"],
    ["9007199254740991", "9007199254740991"],
    ['"a\\\":12345678901234567890"', 'a\":12345678901234567890'],
    ["0.12345678901234567890", "0.12345678901234568"],
  ])("keep every digit of a JSON number: %s", async (written, id) => {
    const fields = { id: { type: "string" } } as const;
    const credentials = '"oauth_token":"nnch734d","oauth_token_secret":"pfkkdhi9"';
    const client = await clientWith({ format: "json", fields }, `{${credentials},"id":${written}}`);
    const account = await client.complete({ temporary, verifier: "v" });
    expect(account).toMatchObject({ id });
  });

  it("are no JSON, and that at once, where they break off in a text of many quotes", async () => {
    const body = `{"id":12345678901234567890,"said":"${'\\"'.repeat(300_000)}`;
    const client = await clientWith({ format: "json" }, body);
    await expect(client.complete({ temporary, verifier: "v" })).rejects.toMatchObject({
      code: "response_malformed",
    });
  });
});

it("takes a login without confirmation where the description says so", async () => {
  const { options } = await open({ "/initiate": CONFIRMED.replace("true", "") });
  const flows = [login({ ...legs, callback: { confirmed: false } })] as const;
  const client = createClient({ ...options, provider: { ...photos, flows } });
  await expect(client.begin({ callback })).resolves.toHaveProperty("temporary");
});
