import { describe, expect, it } from "vitest";
import {
  accountUrl,
  createClient,
  exchange,
  jsonParameters,
  renewal,
  revocation,
  xAuth,
} from "@oauth1/client";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import { sessionOf } from "./calls.js";
import { closeAfterEach, emulate, LEGS, ME } from "./world.js";

closeAfterEach();

const ORIGIN = "https://odd.example";
const fields = {
  user_id: { type: "string", role: "id" },
  area: { type: "string", example: "north/1" },
  api_url: { type: "string", example: "https://n1.odd.example/api/" },
  oauth_session_handle: { type: "string" },
} as const;
const own = `${ORIGIN}/{account.area}/{account.user_id}/{oauth_token}`;
const RENEWAL = { method: "POST", url: `${own}/renew` } as const;
const REVOCATION = { method: "POST", url: `${own}/revoke` } as const;
const TICKET = { method: "POST", url: `${own}/ticket`, format: "json", body: "json" } as const;
const GATE = { in: "form", type: "integer" } as const;

const odd = {
  oauth: {
    ...LEGS,
    tokenCredentials: { ...LEGS.tokenCredentials, fields },
    xAuth: {},
    renewal: RENEWAL,
    revocation: REVOCATION,
    exchanges: {
      ticket: {
        ...TICKET,
        summary: "A ticket.",
        parameters: { gate: GATE, kind: { in: "form", type: "string" } },
        fields: { ticket: { type: "string", example: "t1" } },
      },
    },
  },
  api: { baseUrl: "{account.api_url}/v1" },
} as const;

const plain = {
  user_id: { type: "string" },
  area: { type: "string" },
  api_url: { type: "string" },
  oauth_session_handle: { type: "string" },
} as const;

const ticketOf = (body = jsonParameters(["gate"])) =>
  exchange("ticket", {
    ...{ method: "POST", url: TICKET.url, fill: accountUrl, format: "json", body },
    parameters: { gate: { in: "form" }, kind: { in: "form" } },
    fields: { ticket: { type: "string" } },
  });

async function open(ticket = ticketOf()) {
  const emulator = await emulate(odd);
  const consumer = await emulator.register({ name: "App", callbacks: ["oob"] });
  const flows = [
    xAuth({ ...LEGS.tokenCredentials, fields: plain }),
    renewal({ ...RENEWAL, fill: accountUrl, handle: "oauth_session_handle", fields: plain }),
    revocation({ ...REVOCATION, fill: accountUrl }),
    ticket,
  ] as const;
  const api = { baseUrl: ORIGIN };
  const provider = { id: "odd", name: "Odd", signatureMethod: hmacSha1, api, flows } as const;
  const client = createClient({ consumer, originMap: emulator.originMap, provider });
  return { emulator, client, account: await client.xAuth({ username: "ann", password: "p" }) };
}

describe("URLs with an account in them", () => {
  it("are those of the account whose token signs", async () => {
    const { client, account } = await open();
    expect(await client.ticket(account)).toEqual({ ticket: "t1" });
    const renewed = await client.renew(account);
    expect(renewed).toMatchObject({ area: "north/1", user_id: account.user_id });
    await client.revoke(renewed);
    await expect(client.ticket(renewed)).rejects.toMatchObject({ code: "exchange_refused" });
  });

  it.each([{ area: "south" }, { user_id: "1" }])("are refused for %j", async (another) => {
    const { client, account } = await open();
    const stranger = { ...account, ...another };
    const refused = { oauthProblem: "token_rejected" };
    await expect(client.ticket(stranger)).rejects.toMatchObject(refused);
    await expect(client.renew(stranger)).rejects.toMatchObject(refused);
    await expect(client.revoke(stranger)).rejects.toMatchObject(refused);
    expect(await client.ticket(account)).toEqual({ ticket: "t1" });
  });

  it("lead to where the API is emulated, also for a token that was issued", async () => {
    const { emulator, account } = await open();
    expect(account.api_url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/api\/$/);
    const { fields: issued } = await emulator.issueToken("bob");
    expect(issued).toEqual({ api_url: account.api_url });
    const answer = await fetch(`${account.api_url}v1/me`);
    expect(await answer.text()).toContain("has to be signed");
    expect(Object.keys(emulator.originMap)).toContain("https://n1.odd.example");
  });

  it("are known of a token that was issued also where the callback tells the account", async () => {
    const area = { type: "string", example: "north" } as const;
    const emulator = await emulate({
      oauth: { ...LEGS, callback: { modes: "callback", fields: { area } } },
      api: { baseUrl: `${ORIGIN}/areas/{account.area}` },
    });
    const { issued } = await sessionOf(emulator);
    expect(issued.fields).toEqual({ area: "north" });
  });
});

describe("a step that is written as JSON", () => {
  it("takes numbers as numbers, and text as text", async () => {
    const { client, account } = await open();
    expect(await client.ticket(account, { gate: 7, kind: "8" })).toEqual({ ticket: "t1" });
  });

  it.each([
    ["a number as text", jsonParameters(), "gate is no text in the JSON body, and came as "],
    ["text as a number", jsonParameters(["gate", "kind"]), "kind is text in the JSON body"],
    ["a form", (request: Request) => request, "The body has to be JSON, and is a form."],
    [
      "text of another type",
      (request: Request) => {
        const headers = new Headers(request.headers);
        headers.set("content-type", "text/plain");
        return new Request(request.url, { method: "POST", headers, body: '{"gate":7}' });
      },
      "of the type application/json",
    ],
  ])("refuses %s", async (_what, body, advice) => {
    const { client, account } = await open(ticketOf(body));
    const error: unknown = await client.ticket(account, { gate: 7, kind: "8" }).catch((one) => one);
    expect(error).toMatchObject({
      oauthProblem: "parameter_rejected",
      body: expect.stringContaining(advice),
    });
  });
});

it("refuses text that is not of the described format", async () => {
  const day = { in: "query", type: "string", format: "date" } as const;
  const emulator = await emulate({
    oauth: { ...LEGS, twoLegged: true },
    operations: { getMe: { ...ME.getMe, auth: "none", parameters: { day } } },
  });
  const ask = async (text: string): Promise<string> =>
    (await fetch(`${emulator.origin}/api/me?day=${text}`)).text();
  expect(await ask("2026-01-31")).toBe('{"id":"7"}');
  expect(await ask("31.1.2026")).toContain('day has to look like "2026-01-31", and is');
});
