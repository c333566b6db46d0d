import {
  CallError,
  createClient,
  cursorPages,
  linkedPages,
  LoginError,
  login,
  openTemporary,
  operation,
  pagedOperation,
  paginate,
} from "@oauth1/client";
import { loginHandler } from "@oauth1/client/login-handler";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import { headersOf, isOurTypeError, messageOf, type Parser } from "../parser.js";

const ORIGIN = "https://photos.example";
const KEY = "a secret of at least 32 characters";
const TOKEN = { key: "t", secret: "u" };
const TEMPORARY = { version: 1, provider: "photos", token: TOKEN } as const;

const ISSUED = [
  "200\ncontent-type: application/x-www-form-urlencoded\n\noauth_token=t&oauth_token_secret=u&oauth_callback_confirmed=true&user_id=12&when=2026-11-21",
  "200\n\noauth_problem=token_rejected&oauth_problem_advice=%zz",
  '401\nwww-authenticate: OAuth realm="a", oauth_problem="timestamp_refused", oauth_acceptable_timestamps="1-2"\ndate: Sat, 21 Nov 2026 10:00:00 GMT\n\n',
  '200\ncontent-type: application/json\n\n{"oauth_token":"t","oauth_token_secret":null}',
];
const ANSWERS = [
  '200\ncontent-type: application/json\n\n{"items":[{"id":1}],"next":{"cursor":"a"}}',
  '200\ncontent-type: application/json\nlink: <https://photos.example/list?page=2>; rel="next", <x>; rel=prev\n\n{"items":[]}',
  '429\nretry-after: 120\nx-limit: 5\nx-remaining: 0\nx-reset: 1e99\n\n{"error":{"message":"no","code":17}}',
  '500\ncontent-type: application/json\n\n{"error":',
  "204\n\n",
];

/** What the client reads: a provider's answers, callbacks, cookies, and what the app has kept. */
export const CLIENT_PARSERS: Readonly<Record<string, Parser>> = {
  "an answer with temporary credentials": {
    seeds: ISSUED,
    isRefusal,
    read: (text) => photos(text).begin({ callback: `${ORIGIN}/back` }),
  },
  "an answer with token credentials": {
    seeds: ISSUED,
    isRefusal,
    read: (text) => photos(text).complete({ temporary: TEMPORARY, verifier: "v" }),
  },
  "an answer of the API": {
    seeds: ANSWERS,
    isRefusal,
    read: (text) => getItem(photos(text).session(TOKEN), { id: "1" }),
  },
  "the pages of a list": { seeds: ANSWERS, isRefusal, read: readsPages },
  "a callback": {
    seeds: [`${ORIGIN}/back?oauth_token=t&oauth_verifier=v`, "/back?denied=t", "?oauth_problem=x"],
    isRefusal: (error) => isRefusal(error) || isOurTypeError(error),
    read: (callbackUrl) => photos(ISSUED[0] ?? "").complete({ temporary: TEMPORARY, callbackUrl }),
  },
  "a sealed text": {
    seeds: ["AAAA", "v1.AAAA.BBBB", `${"A".repeat(80)}==`],
    async read(text) {
      if ((await openTemporary(text, KEY)) !== undefined) throw new Error("it was opened");
    },
  },
  "a request to the login handler": {
    seeds: [
      `${ORIGIN}/login?returnTo=/albums`,
      `${ORIGIN}/login?returnTo=//evil.example`,
      `${ORIGIN}/back?oauth_token=t&oauth_verifier=v\ncookie: __Host-oauth1-login-photos-1=AAAA; a=b`,
    ],
    read: readsLogin,
  },
  "what an app has kept": {
    seeds: ['{"version":1,"token":{"key":"t","secret":"u"}}', '{"key":"t","secret":"u"}', "null"],
    isRefusal: isOurTypeError,
    read: (text) => photos("").session(parsed(text)),
  },
};

function isRefusal(error: unknown): boolean {
  return error instanceof LoginError || error instanceof CallError;
}

// What was kept comes out of a database: its type is what the app says it is.
function parsed(text: string): { readonly key: string; readonly secret: string } {
  try {
    return JSON.parse(text);
  } catch {
    return JSON.parse(JSON.stringify(text));
  }
}

const endpoint = { method: "POST", url: `${ORIGIN}/oauth` } as const;
const PHOTOS = {
  id: "photos",
  name: "Photos",
  signatureMethod: hmacSha1,
  flows: [
    login({
      temporaryCredentials: endpoint,
      authorization: { url: `${ORIGIN}/authorize` },
      tokenCredentials: {
        ...endpoint,
        fields: { user_id: { type: "integer" }, when: { type: "date", optional: true } },
      },
      callback: { denied: [{ parameter: "denied" }] },
    }),
  ],
  api: {
    baseUrl: ORIGIN,
    errors: { message: ["error.message"], code: ["error.code"] },
    rateLimit: { limit: "x-limit", remaining: "x-remaining", reset: "x-reset" },
  },
} as const;

const described = { provider: "photos", method: "GET", result: "json" } as const;
const getItem = operation<"photos", { id: string }, unknown>({
  ...described,
  path: "/items/{id}",
});
const list = pagedOperation<"photos", object, unknown, unknown>({
  ...described,
  path: "/list",
  query: ["cursor"],
  pagination: cursorPages({ parameter: "cursor", next: "next.cursor", items: "items" }),
});
const linked = pagedOperation<"photos", object, unknown, unknown>({
  ...described,
  path: "/list",
  pagination: linkedPages({ items: "items" }),
});

function photos(answer: string) {
  const { start, fields, body } = messageOf(answer);
  const status = Number(start.trim());
  const isStatus = Number.isInteger(status) && status >= 200 && status <= 599;
  const isEmpty = [204, 205, 304].includes(status);
  return createClient({
    provider: PHOTOS,
    consumer: { key: "k", secret: "s" },
    retry: false,
    fetch: async () =>
      new Response(isEmpty ? null : Buffer.from(body, "latin1"), {
        status: isStatus ? status : 200,
        headers: headersOf(fields),
      }),
  });
}

/** A provider that answers each page alike could have a list without an end. */
async function readsPages(text: string): Promise<void> {
  const session = photos(text).session(TOKEN);
  for (const operationOf of [list, linked]) {
    let read = 0;
    for await (const _page of paginate(operationOf, session, { params: {} }).pages()) {
      read += 1;
      if (read > 3) break;
    }
  }
}

async function readsLogin(text: string): Promise<void> {
  const { start, fields } = messageOf(text);
  if (!URL.canParse(start, ORIGIN)) return;
  const handle = loginHandler({
    client: { ...photos(ISSUED[0] ?? ""), provider: "photos" },
    callbackUrl: `${ORIGIN}/back`,
    key: KEY,
    onLogin: () => new Response("in"),
  });
  const request = new Request(new URL(start, ORIGIN), { headers: headersOf(fields) });
  const { status } = await handle(request);
  if (status >= 500) throw new Error(`status ${status}`);
}
