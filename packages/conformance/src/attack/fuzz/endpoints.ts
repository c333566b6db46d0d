import { createHash } from "node:crypto";
import { queryOf } from "../by-hand.js";
import { crafted, type Craft } from "../crafted.js";
import { approve } from "../party.js";
import type { Target } from "../target.js";
import { send, type Pairs, type RawRequest } from "../wire.js";

/** What chance decides about a request that is signed rightly and hostile otherwise. */
export interface Whim {
  readonly pairs: Pairs;
  /** Stands where the endpoint reads a value of its own: a callback, a verifier, a body. */
  readonly text: string;
  readonly isForm: boolean;
}

/** Makes of a whim a request that comes past the signature. */
export type Disguise = (target: Target, whim: Whim) => Promise<RawRequest>;

/** The endpoints, and what gets furthest at each. */
export const ENDPOINTS: Readonly<Record<string, Disguise>> = {
  "/oauth/initiate": async (target, whim) =>
    disguised(target, whim, { path: "/oauth/initiate", ...extra("oauth_callback", whim.text) }),
  async "/oauth/token"(target, whim) {
    const token = await target.consumer.initiate();
    await approve(target.provider, token);
    const field = whim.isForm ? "oauth_verifier" : "oauth_session_handle";
    return disguised(target, whim, { path: "/oauth/token", token, ...extra(field, whim.text) });
  },
  async "/oauth/revoke"(target, whim) {
    const token = await target.consumer.login();
    return disguised(target, whim, { path: "/oauth/revoke", token });
  },
  "/oauth/introspect": introspection,
  async "/oauth/authorize"(target, { pairs, text, isForm }) {
    const { key } = await target.consumer.initiate();
    const headers: Pairs = [["Cookie", "jane/s1"], FORM];
    const page = `/oauth/authorize?${queryOf([["oauth_token", isForm ? key : text], ...pairs])}`;
    const opened = await send(target.address, { method: "GET", target: page, headers });
    const hidden = /name="form_token" value="([^"]*)"/.exec(opened.body)?.[1] ?? "";
    const fields: Pairs = [["token", key], ["form_token", hidden], ["decision", text], ...pairs];
    return { method: "POST", target: "/oauth/authorize", headers, body: queryOf(fields) };
  },
  async "/api/photos"(target, whim) {
    const token = await target.consumer.login();
    return disguised(target, whim, { path: "/api/photos", token });
  },
};

const FORM = ["Content-Type", "application/x-www-form-urlencoded"] as const;

function disguised(target: Target, { pairs, isForm }: Whim, craft: Craft): RawRequest {
  return crafted(target, { ...craft, ...(isForm ? { form: pairs } : { query: pairs }) });
}

function extra(name: string, value: string): Pick<Craft, "protocol"> {
  return { protocol: (pairs) => [...pairs, [name, value]] };
}

// A resource server that has lost its mind: what it asks about is made of whims too.
async function introspection(target: Target, { pairs, text, isForm }: Whim): Promise<RawRequest> {
  const resource = await target.register({ privileges: ["introspection"] });
  const asked = {
    method: text,
    url: isForm ? `${target.origin}/?${queryOf(pairs)}` : text,
    headers: isForm ? pairs : Object.fromEntries(pairs),
    body: text,
    scopes: pairs.map(([name]) => name),
  };
  const body = text.startsWith("{") || text.startsWith("[") ? text : JSON.stringify(asked);
  const hash = createHash("sha1").update(body).digest("base64");
  const request = crafted(
    { ...target, consumer: resource },
    { path: "/oauth/introspect", ...extra("oauth_body_hash", hash) },
  );
  const type = ["Content-Type", "application/json"] as const;
  return { ...request, headers: [...(request.headers ?? []), type], body };
}
