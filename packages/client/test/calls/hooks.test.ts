import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { operation, type Operation, type RequestNotice, type ResponseNotice } from "@oauth1/client";
import { consumer } from "../photos.js";
import { open, token, type SceneOptions } from "./scene.js";

const get: Operation<"photos", object, unknown> = operation({
  provider: "photos",
  method: "GET",
  path: "/x",
  query: ["a"],
  result: "json",
});

async function watched(options: SceneOptions): Promise<{
  readonly requests: readonly RequestNotice[];
  readonly responses: readonly ResponseNotice[];
}> {
  const requests: RequestNotice[] = [];
  const responses: ResponseNotice[] = [];
  const { session } = await open(
    // As many do, it redirects with the whole query.
    ({ url }) =>
      url.includes("/x")
        ? { status: 302, headers: { location: url.replace("v1/x", "new") } }
        : "{}",
    {
      ...options,
      onRequest: (notice) => requests.push(notice),
      onResponse: (notice) => responses.push(notice),
    },
  );
  await get(session, { a: "b" });
  return { requests, responses };
}

describe("hooks", () => {
  it("see every request and answer, redirects included", async () => {
    const { requests, responses } = await watched({ headers: { "x-app": "1" } });
    expect(requests.map(({ method, url }) => `${method} ${new URL(url).pathname}`)).toEqual([
      "GET /v1/x",
      "GET /new",
    ]);
    expect(requests[0]?.headers).toMatchObject({ "x-app": "1" });
    expect(requests[0]?.headers["authorization"]).toMatch(
      /^OAuth oauth_consumer_key="dpf43f3p2l4k3l03", .*oauth_token="\[secret\]".*oauth_signature="\[secret\]"$/,
    );
    expect(responses.map(({ status }) => status)).toEqual([302, 200]);
    expect(responses.map(({ request }) => request)).toEqual(requests);
    expect(responses.every(({ duration }) => duration >= 0)).toBe(true);
  });

  it("reject with what they throw, and nothing is sent again for it", async () => {
    const mistake = new Error("the log is full");
    const fail = (): never => {
      throw mistake;
    };
    for (const [hook, times] of [
      [{ onRequest: fail }, 0],
      [{ onResponse: fail }, 1],
    ] as const) {
      const { session, server } = await open(() => "{}", hook);
      await expect(get(session)).rejects.toBe(mistake);
      expect(server.received).toHaveLength(times);
    }
  });

  it("see nothing of a call that was aborted before, and no function of the app's own sends it", async () => {
    const requests: RequestNotice[] = [];
    const sent: string[] = [];
    const { session } = await open(() => "{}", {
      onRequest: (notice) => requests.push(notice),
      fetch: async (input) => {
        sent.push(String(input));
        return Response.json({});
      },
    });
    const reason = new Error("changed my mind");
    const signal = AbortSignal.abort(reason);
    await expect(get(session, {}, { signal })).rejects.toBe(reason);
    await expect(session.fetch("/x", { method: "POST", signal })).rejects.toBe(reason);
    expect({ requests, sent }).toEqual({ requests: [], sent: [] });
  });

  it("reject also with what they throw later on, and keep no connection for it", async () => {
    const mistake = new Error("the log is full");
    const late = async (): Promise<never> => {
      await Promise.resolve();
      throw mistake;
    };
    for (const hook of [{ onRequest: late }, { onResponse: late }]) {
      const { session } = await open(() => "{}", hook);
      await expect(get(session)).rejects.toBe(mistake);
    }
    const { session } = await open(() => ({ status: 503 }), { onRetry: late });
    await expect(get(session)).rejects.toBe(mistake);
    let isLetGo = false;
    const endless = new ReadableStream({ cancel: () => void (isLetGo = true) });
    const fetch = async (): Promise<Response> => new Response(endless);
    const other = await open(() => "{}", { fetch, onResponse: late });
    await expect(get(other.session)).rejects.toBe(mistake);
    expect(isLetGo).toBe(true);
  });

  it("never see a cookie that the provider sets", async () => {
    const seen: (string | null)[] = [];
    const headers = { "set-cookie": "sid=opensesame" };
    const { session } = await open(() => ({ status: 400, headers }), {
      onResponse: (notice) => seen.push(notice.headers.get("set-cookie")),
    });
    const failure = await get(session).catch((error: unknown) => error);
    expect(seen).toEqual(["[secret]"]);
    expect(inspect(failure)).not.toContain("opensesame");
  });

  it.each<[string, SceneOptions]>([
    ["in the header", {}],
    ["in the query", { provider: { signing: { transmission: "query" } } }],
    ["as JSON", { provider: { signing: { transmission: "json" } } }],
    [
      "as keys of the API",
      {
        api: {
          authentication: {
            headers: { authorization: "Bearer {secret}", "X-Key": "{key}" },
            query: { token: "{key}" },
          },
        },
      },
    ],
  ])("never see a secret %s", async (_where, options) => {
    const { requests, responses } = await watched(options);
    const seen = JSON.stringify([requests, responses.map(({ headers }) => [...headers])]);
    expect(seen).toContain('"location"');
    for (const secret of [token.key, token.secret, consumer.secret]) {
      expect(seen).not.toContain(secret);
    }
    const blanked = seen.replaceAll(/oauth_signature=\\?"?\[secret\]/g, "");
    expect(blanked).not.toMatch(/oauth_signature(?!_method)/);
  });
});
