import { describe, expect, it } from "vitest";
import type { RequestParts } from "@oauth1/core";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import { binaryBody, createClient, formBody, revocation } from "@oauth1/client";
import { consumer, type Answer } from "../photos.js";
import { answering, described, get, LATE, protocol } from "./answering.js";
import { bodyText, open, ORIGIN, signer, token, type Scene } from "./scene.js";

/** Holds up the requests that are meant until they are let through. */
function gated(isMeant: (request: RequestParts) => boolean): {
  readonly passed: (request: RequestParts) => Promise<void>;
  readonly reached: Promise<void>;
  readonly open: () => void;
} {
  const calls = { reach: (): void => {}, open: (): void => {} };
  const reached = new Promise<void>((resolve) => (calls.reach = resolve));
  const opened = new Promise<void>((resolve) => (calls.open = resolve));
  const passed = async (request: RequestParts): Promise<void> => {
    if (!isMeant(request)) return;
    calls.reach();
    await opened;
  };
  return { passed, reached, open: () => calls.open() };
}

describe("a clock that is wrong", () => {
  const date = new Date(1_700_000_000_000).toUTCString();
  const late = { status: 401, headers: { date }, body: LATE };
  const timestamps = ({ server }: Scene): number[] =>
    server.received.map((one) => Number(protocol(one, "oauth_timestamp")));

  it("is put right once, and the request sent once more, whatever it is", async () => {
    const scene = await answering([late, "{}"], { now: () => 5000 });
    const post = described({ method: "POST", body: formBody(["a"]) });
    expect(await post(scene.session, { a: "b" })).toEqual({});
    await get(scene.session);
    expect(timestamps(scene)).toEqual([5, 1_700_000_000, 1_700_000_000]);
    expect(scene.server.received.map(bodyText)).toEqual(["a=b", "a=b", ""]);
    expect(await signer(scene.last())).toBe("token");
  });

  it("is put right for a plain fetch too, with its JSON", async () => {
    const answers: Response[] = [];
    const scene = await answering([{ ...late, status: 400 }, "{}"], {
      now: () => 5000,
      async fetch(input, init) {
        const answer = await fetch(input, init);
        answers.push(answer);
        return answer;
      },
    });
    const headers = { "content-type": "application/json" };
    const answer = await scene.session.fetch("/", { method: "POST", body: '{"a":1}', headers });
    expect(answer.status).toBe(200);
    expect(scene.server.received.map(bodyText)).toEqual(['{"a":1}', '{"a":1}']);
    // The first one keeps no connection.
    expect(answers.map(({ bodyUsed }) => bodyUsed)).toEqual([true, false]);
  });

  it("does not have a stream sent twice, whatever is in it", async () => {
    const scene = await answering([late], { now: () => 5000 });
    const put = described({ method: "PUT", body: binaryBody("file", "text/csv") });
    const file = new Blob(["a,b"]).stream();
    await expect(put(scene.session, { file })).rejects.toMatchObject({ code: "timestamp_refused" });
    expect(scene.server.received.map(bodyText)).toEqual(["a,b"]);
  });

  it("is put right by what is sent once, for what comes after", async () => {
    const scene = await answering([late, "{}"], { now: () => 5000 });
    const put = described({ method: "PUT", body: binaryBody("file") });
    const send = (): Promise<unknown> => put(scene.session, { file: new Blob(["a"]).stream() });
    await expect(send()).rejects.toMatchObject({ code: "timestamp_refused" });
    await send();
    expect(timestamps(scene)).toEqual([5, 1_700_000_000]);
  });

  it("is put right by bytes that a plain fetch sends, which are not kept either", async () => {
    const scene = await answering([late, "{}"], { now: () => 5000 });
    const init = {
      method: "PUT",
      body: new Uint8Array(3),
      headers: { "content-type": "image/png" },
    };
    const answers = [await scene.session.fetch("/", init), await scene.session.fetch("/", init)];
    expect(answers.map(({ status }) => status)).toEqual([401, 200]);
    expect(await answers[0]?.text()).toBe(LATE);
    expect(timestamps(scene)).toEqual([5, 1_700_000_000]);
  });

  it("is only suspected without a reason: with 401, and a minute or more off", async () => {
    for (const [now, times] of [
      [1_700_000_030_000, 1],
      [1_700_000_090_000, 2],
    ] as const) {
      const scene = await answering([{ status: 401, headers: { date } }], { now: () => now });
      await expect(get(scene.session)).rejects.toMatchObject({ status: 401 });
      expect(scene.server.received).toHaveLength(times);
    }
  });

  it("stays as it was where another time did not help", async () => {
    const revoked = { status: 401, headers: { date } };
    const scene = await answering([revoked, revoked, "{}"], { now: () => 5000 });
    await expect(get(scene.session)).rejects.toMatchObject({ status: 401 });
    expect(await get(scene.session)).toEqual({});
    expect(timestamps(scene)).toEqual([5, 1_700_000_000, 5]);
  });

  it("stays as it was where nobody knows whether another time helps", async () => {
    let sent = 0;
    const scene = await answering([{ status: 401, headers: { date } }, "{}"], {
      now: () => 5000,
      fetch: (input, init) =>
        ++sent === 2 ? Promise.reject(new Error("lost")) : fetch(input, init),
    });
    expect(await get(scene.session)).toEqual({});
    expect(timestamps(scene)).toEqual([5, 5]);
  });

  it("stays right after a suspicion that has helped", async () => {
    const late = { status: 401, headers: { date } };
    const scene = await answering([late, "{}", late, "{}"], { now: () => 5000 });
    expect(await get(scene.session)).toEqual({});
    await expect(get(scene.session)).rejects.toMatchObject({ status: 401 });
    expect(await get(scene.session)).toEqual({});
    expect(timestamps(scene).slice(1)).toEqual([1_700_000_000, 1_700_000_000, 1_700_000_000]);
  });

  it("is no reason to lose what an answer that breaks off is", async () => {
    const headers = { date, "content-length": "9", connection: "close" };
    const scene = await answering([{ status: 401, headers, body: "no" }, "{}"]);
    expect(await get(scene.session)).toEqual({});
    expect(scene.server.received).toHaveLength(2);
    expect(scene.notices).toMatchObject([{ error: { code: "network" } }]);
  });

  it("is put right for all requests that were on their way with the wrong time", async () => {
    const arrived = new Map<number, () => void>();
    const both = Promise.all([0, 1].map((at) => new Promise<void>((go) => arrived.set(at, go))));
    let sent = 0;
    const answer = (one: RequestParts): Answer =>
      protocol(one, "oauth_timestamp") === "5" ? late : "{}";
    const { session } = await open(answer, {
      now: () => 5000,
      // Neither of the two is answered before both have been signed.
      async fetch(input, init) {
        arrived.get(sent++)?.();
        await both;
        return fetch(input, init);
      },
    });
    expect(await Promise.all([get(session), get(session)])).toEqual([{}, {}]);
    expect(sent).toBe(4);
  });

  it("is put right again without a word as well, where the machine's own clock has been", async () => {
    let time = 5000;
    const late = { status: 401, headers: { date } };
    const scene = await answering([late, "{}", late, "{}", "{}"], { now: () => time });
    await get(scene.session);
    time = 1_700_000_000_000;
    expect([await get(scene.session), await get(scene.session)]).toEqual([{}, {}]);
    expect(timestamps(scene).slice(1)).toEqual([
      1_700_000_000, 3_399_999_995, 1_700_000_000, 1_700_000_000,
    ]);
  });

  it.each([429, 503, 404])(
    "stays as it was where %d does not tell whether it helped",
    async (status) => {
      const late = { status: 401, headers: { date } };
      const scene = await answering([late, { status }, "{}"], { now: () => 5000, retry: false });
      await expect(get(scene.session)).rejects.toMatchObject({ status });
      await get(scene.session);
      expect(timestamps(scene)).toEqual([5, 1_700_000_000, 5]);
    },
  );

  it("is suspected in the calls of one user, and not in those of another meanwhile", async () => {
    const times: number[] = [];
    const gate = gated((request) => protocol(request, "oauth_timestamp") !== "5");
    const scene = await open(
      async (request) => {
        if (protocol(request, "oauth_token") === "nnch734d") {
          times.push(Number(protocol(request, "oauth_timestamp")));
          return "{}";
        }
        // The second time, while the other user's call is made.
        await gate.passed(request);
        return { status: 401, headers: { date } };
      },
      { now: () => 5000 },
    );
    const revoked = get(scene.sessionOf({ key: "revoked1", secret: "whatever" }));
    await gate.reached;
    expect(await get(scene.session)).toEqual({});
    gate.open();
    await expect(revoked).rejects.toMatchObject({ status: 401 });
    expect(times).toEqual([5]);
  });

  it("is put right by a refusal that comes with a status of success, where these may be errors", async () => {
    const refusal = { headers: { date }, body: '{"error":"oauth_problem=timestamp_refused"}' };
    const errors = { signs: [{ at: "error" }], message: ["error"] };
    const scene = await answering([refusal, "{}"], { now: () => 5000, api: { errors } });
    const post = described({ method: "POST", body: formBody(["a"]) });
    expect(await post(scene.session, { a: "b" })).toEqual({});
    expect(timestamps(scene)).toEqual([5, 1_700_000_000]);
  });

  const coded = {
    signs: [{ at: "error" }],
    code: ["error.code"],
    problems: { 17: "timestamp_refused", 88: "rate_limited" },
  } as const;

  it.each([200, 400, 401, 403, 500])(
    "is put right by a code of the API that means so, with status %d",
    async (status) => {
      const answer = { status, headers: { date }, body: '{"error":{"code":17}}' };
      const scene = await answering([answer, "{}"], { now: () => 5000, api: { errors: coded } });
      const post = described({ method: "POST", body: formBody(["a"]) });
      expect(await post(scene.session, { a: "b" })).toEqual({});
      expect(timestamps(scene)).toEqual([5, 1_700_000_000]);
    },
  );

  it("is put right by such a code for a plain fetch", async () => {
    const answer = { status: 403, headers: { date }, body: '{"error":{"code":17}}' };
    const options = { now: () => 5000, api: { errors: coded } };
    const scene = await answering([answer, "{}"], options);
    expect((await scene.session.fetch("/")).status).toBe(200);
    expect(timestamps(scene)).toEqual([5, 1_700_000_000]);
  });

  it.each([
    [403, '{"error":{"code":17}}'],
    [200, '{"error":{"code":17}}'],
    [400, LATE],
    [200, LATE],
  ])("is put right in a step of a login by %d with %s", async (status, body) => {
    const { server } = await answering([{ status, headers: { date }, body }, ""]);
    const flows = [revocation({ method: "POST", url: `${ORIGIN}/revoke` })] as const;
    const client = createClient({
      consumer,
      now: () => 5000,
      originMap: { [ORIGIN]: server.origin },
      provider: {
        id: "photos",
        name: "Photos",
        signatureMethod: hmacSha1,
        flows,
        api: { baseUrl: ORIGIN, errors: coded },
      },
    });
    await client.revoke(token);
    expect(server.received.map((one) => protocol(one, "oauth_timestamp"))).toEqual([
      "5",
      "1700000000",
    ]);
  });

  it("is put right once by such a code, and the error says what it means", async () => {
    const answer = { status: 403, headers: { date }, body: '{"error":{"code":"17"}}' };
    const scene = await answering([answer], { now: () => 5000, api: { errors: coded } });
    await expect(get(scene.session)).rejects.toMatchObject({
      code: "timestamp_refused",
      providerCode: "17",
    });
    expect(scene.server.received).toHaveLength(2);
  });

  it.each(["constructor", "toString", "99"])(
    "is left alone by the code %j, which means nothing",
    async (code) => {
      const answer = { status: 403, headers: { date }, body: JSON.stringify({ error: { code } }) };
      const scene = await answering([answer], { now: () => 5000, api: { errors: coded } });
      await expect(get(scene.session)).rejects.toMatchObject({ code: "request_refused" });
      expect(scene.server.received).toHaveLength(1);
    },
  );

  it("is not suspected where a code says that there are no calls left", async () => {
    const answer = { status: 401, headers: { date }, body: '{"error":{"code":88}}' };
    const options = { now: () => 5000, api: { errors: coded }, retry: false } as const;
    const scene = await answering([answer], options);
    await expect(get(scene.session)).rejects.toMatchObject({ code: "rate_limited" });
    expect(scene.server.received).toHaveLength(1);
  });

  it("is none of the business of a result in which such a code stands", async () => {
    const answer = { headers: { date }, body: '{"code":17}' };
    const errors = { ...coded, code: ["code"] };
    const scene = await answering([answer], { now: () => 5000, api: { errors } });
    expect(await get(scene.session)).toEqual({ code: 17 });
    expect(await (await scene.session.fetch("/")).text()).toBe('{"code":17}');
    expect(scene.server.received).toHaveLength(2);
  });

  it("is none of the business of a file that came", async () => {
    const scene = await answering([{ headers: { date }, body: "bytes" }], {
      now: () => 5000,
      api: { errors: { signs: [{ at: "error" }] } },
    });
    const file = await described({ result: "binary" })(scene.session);
    expect(file instanceof Blob && (await file.text())).toBe("bytes");
  });

  it("is none of the business of what people write about it", async () => {
    const post = described({ method: "POST", body: formBody(["a"]) });
    for (const errors of [{}, { signs: [{ at: "error" }] }]) {
      const answer = { headers: { date }, body: '{"text":"oauth_problem=timestamp_refused"}' };
      const scene = await answering([answer], { now: () => 5000, api: { errors } });
      await post(scene.session, { a: "b" });
      expect(scene.server.received).toHaveLength(1);
    }
  });

  it("is none of the business of a call that is not signed", async () => {
    const scene = await answering([late], { now: () => 5000 });
    await expect(described({ auth: "none" })(scene.session)).rejects.toThrow();
    expect(scene.server.received).toHaveLength(1);
  });

  it("is left alone when the provider has another reason", async () => {
    const answer = { ...late, body: "oauth_problem=token_revoked" };
    const scene = await answering([answer], { now: () => 5000 });
    await expect(get(scene.session)).rejects.toMatchObject({ oauthProblem: "token_revoked" });
    expect(scene.server.received).toHaveLength(1);
  });

  it("is put right again where the machine's own clock has been put right since", async () => {
    let time = 5000;
    const scene = await answering([late, "{}", late, "{}", "{}"], { now: () => time });
    await get(scene.session);
    time = 1_700_000_000_000;
    await get(scene.session);
    await get(scene.session);
    expect(timestamps(scene).slice(1)).toEqual([
      1_700_000_000, 3_399_999_995, 1_700_000_000, 1_700_000_000,
    ]);
  });

  it("is put right for less than a minute where the provider says that it has to be", async () => {
    const scene = await answering([late, "{}"], { now: () => 1_700_000_030_000 });
    expect(await get(scene.session)).toEqual({});
    expect(timestamps(scene)).toEqual([1_700_000_030, 1_700_000_000]);
  });

  it("is not put right where it is, whatever the provider says", async () => {
    let time = 5000;
    const scene = await answering([late, "{}", late], { now: () => time });
    await get(scene.session);
    time = 15_000;
    await expect(get(scene.session)).rejects.toMatchObject({ code: "timestamp_refused" });
    expect(timestamps(scene)).toEqual([5, 1_700_000_000, 1_700_000_010]);
    const exact = await answering([late], { now: () => 1_700_000_001_000 });
    await expect(get(exact.session)).rejects.toMatchObject({ code: "timestamp_refused" });
    expect(exact.server.received).toHaveLength(1);
  });

  it.each([403, 404])("is not put right by an answer with status %d", async (status) => {
    const scene = await answering([{ ...late, status }], { now: () => 5000 });
    await expect(get(scene.session)).rejects.toMatchObject({ status });
    expect(scene.server.received).toHaveLength(1);
  });

  it("never goes back for what is refused at once, where the provider wants it so", async () => {
    const scene = { sent: 0, goOn: (): void => {} };
    const isRight = new Promise<void>((resolve) => (scene.goOn = resolve));
    const earlier = { ...late, headers: { date: new Date(1_699_999_999_000).toUTCString() } };
    const { session, server } = await open(
      async () => {
        const at = scene.sent++;
        // The second one is answered when the clock has been put right by the first, and by a second less.
        if (at === 1) await isRight;
        if (at > 1) scene.goOn();
        return [late, earlier][at] ?? "{}";
      },
      { now: () => 5000, provider: { signing: { increasingTimestamps: true } } },
    );
    expect(await Promise.all([get(session), get(session)])).toEqual([{}, {}]);
    const times = server.received.map((one) => protocol(one, "oauth_timestamp"));
    expect(times).toEqual(["5", "5", "1700000000", "1700000000"]);
  });

  it("goes back where it was ahead, also where timestamps may only grow", async () => {
    const provider = { signing: { increasingTimestamps: true } };
    const scene = await answering([late, "{}"], { now: () => 1_800_000_000_000, provider });
    await get(scene.session);
    await get(scene.session);
    expect(timestamps(scene)).toEqual([1_800_000_000, 1_700_000_000, 1_700_000_000]);
  });

  it("is not put right a second time", async () => {
    const scene = await answering([late], { now: () => 5000 });
    await expect(get(scene.session)).rejects.toMatchObject({ code: "timestamp_refused" });
    await expect(get(scene.session)).rejects.toMatchObject({ code: "timestamp_refused" });
    expect(scene.server.received).toHaveLength(3);
  });
});
