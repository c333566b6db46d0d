import type { RequestParts } from "@oauth1/core";

/** A secret, a token and a form in which everything that can go wrong with encoding is in its way. */
export const SECRETS = {
  consumer: { key: "k&é ", secret: "p&ss=w%rd/+~ *'()!" },
  token: { key: "t☃", secret: "日本語%20" },
} as const;

export const FORM = "application/x-www-form-urlencoded";

export const PARTS: RequestParts = {
  method: "POST",
  url: "https://example.com/r%20v/~X?b5=%3D%253D&a3=a&c%40=&a2=r%20b&a3=%FF&&z",
  headers: { "content-type": FORM },
  body: "c2&a3=2+q&a%5B%5D=%e2%98%83&empty=",
};

export const TRANSMISSIONS = ["header", "query", "body"] as const;
