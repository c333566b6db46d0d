import type { MistakeId, Refused } from "@oauth1/core/diagnose";
import { createHmac } from "node:crypto";

interface Foreign extends Refused {
  readonly id: MistakeId;
  readonly body: string;
  readonly detail?: string;
}

interface Proxied extends Refused {
  readonly id: MistakeId;
  readonly detail: string;
}

const JSON_TYPE = "application/json";
const FORM_TYPE = "application/x-www-form-urlencoded";

const AUTHORIZATION =
  'OAuth oauth_consumer_key="ck", oauth_nonce="n", oauth_signature_method="HMAC-SHA1", ' +
  'oauth_timestamp="1700000000", oauth_token="tk", oauth_version="1.0", oauth_signature="x"';

const LISTS = "its members, each list repeated and each object as text";
const LETTERS = "its text, letter by letter";

const credentials = { consumer: { secret: "c&s" }, token: { secret: "t s" } };

/** Made by oauth-1.0a 2.2.6 of npm, with the object that the body was made of as its `data`. */
export const BY_OAUTH_1_0A: readonly Foreign[] = [
  by("json-counted", ['{"a":"x","b":true,"n":null}', "E89hgTfbFjAcEyy63jifpjGmZV4="]),
  by("json-counted", ['{"ids":[2,10],"a":1}', "TUVEgtbQ35ZvsOdHEJfVHqtDKeI="], LISTS),
  by("json-counted", ['{"user":{"name":"x"},"a":"y"}', "teA2lzyRY0xWTO3CCWFcJNdYKig="], LISTS),
  by("json-counted", ['[{"id":1},{"id":2}]', "pQc5FaYwVphSy8M77X/HrGwPb7c="], LISTS),
  by("json-counted", ['{"a":"b c"}', "iezAdZXQ/Em9n1y8pYIF4euscqs="], LETTERS),
  by("object-as-text", ["user[name]=x&user[age]=3&a=1", "P1PIFy5woW/BrgS7JFwgMqwyssI="]),
  by("object-as-text", ["user=%7B%22name%22%3A%22x%22%7D", "Pc8xaSNiwqFYEhB79G0rfQvCqZ0="]),
  by("object-as-text", ["ids[0][n]=1&ids[1][n]=2", "i4v+wOzKqjbPlQGfh6kme3jxS1k="]),
  by("commas-split", ["a=x,y+z", "jfa3/ahFQCZRvc54gn9p4wdhI/A="]),
  by("secret-not-set", ["{}", "olDavFgI2+NK/eaH15a7m3KjT/4="]),
];

/** Requests as a server behind a proxy receives them, with the signatures of clients that never saw it. */
export const BEHIND_A_PROXY: readonly Proxied[] = [
  behind("host-other", "https://api.example.com/items", {
    headers: { "X-Forwarded-Host": "API.example.com" },
    detail: "api.example.com",
  }),
  behind("host-other", "https://api.example.com:8443/items", {
    headers: { forwarded: 'for=192.0.2.1;host="api.example.com:8443";proto=https, for=10.0.0.1' },
    detail: "api.example.com:8443",
  }),
  behind("host-other", "https://api.example.com/items", {
    headers: { "X-Forwarded-Host": "api.example.com:443" },
    detail: "api.example.com:443",
  }),
  behind("path-prefix-stripped", "https://internal:3000/shop/v1/items", {
    headers: { "x-forwarded-prefix": "/shop/v1/" },
    detail: "/shop/v1",
  }),
];

function by(
  id: MistakeId,
  [body, signature]: readonly [body: string, signature: string],
  detail?: string,
): Foreign {
  const type = /^[[{]/.test(body) ? JSON_TYPE : FORM_TYPE;
  const headers = { "content-type": type, authorization: AUTHORIZATION };
  const url = "https://api.example.com/1/items?q=a%20b";
  const request = { method: "POST", url, headers, body };
  return { id, body, request, credentials, signature, ...(detail !== undefined && { detail }) };
}

function behind(
  id: MistakeId,
  url: string,
  { headers, detail }: { headers: Readonly<Record<string, string>>; detail: string },
): Proxied {
  const parameters =
    "oauth_consumer_key=ck&oauth_nonce=n&oauth_signature_method=HMAC-SHA1&" +
    "oauth_timestamp=1700000000&oauth_token=tk&oauth_version=1.0";
  const text = ["GET", url, parameters].map(encodeURIComponent).join("&");
  const signature = createHmac("sha1", "c%26s&t%20s").update(text).digest("base64");
  const request = {
    method: "GET",
    url: "https://internal:3000/items",
    headers: { ...headers, authorization: AUTHORIZATION },
  };
  return { id, detail, request, credentials, signature };
}
