import type { Dimension } from "./dimension.js";

const photos = {
  group: "photos",
  summary: "Lists photos.",
  method: "GET",
  path: "/photos",
} as const;

/** What calls look like. */
export const api: readonly Dimension[] = [
  [
    "30. a URL of the API that comes with the token (Evernote)",
    {
      oauth: {
        tokenCredentials: {
          fields: { store: { type: "string", example: "https://s1.acme.example/store/" } },
        },
      },
      api: { baseUrl: "{account.store}/v1" },
    },
    {
      accountTexts: [["account.store", "https://s1.acme.example/store/"]],
      origins: ["https://acme.example", "https://s1.acme.example"],
    },
  ],
  [
    "30. URLs of tenants and environments (NetSuite, WooCommerce, E*TRADE)",
    {
      variables: {
        accountId: { description: "The account.", example: "TSTDRV_1" },
        storeUrl: { description: "The shop.", type: "url", example: "https://shop.example/sub" },
        stage: {
          description: "The stage.",
          example: "sandbox",
          default: "live",
          values: { live: "api", sandbox: "apisb" },
        },
      },
      oauth: { tokenCredentials: { url: "https://{accountId|lower|hyphen}.acme.example/access" } },
      api: { baseUrl: "{storeUrl}/wp-json", hosts: { orders: "https://{stage}.acme.example" } },
    },
    {
      variables: [
        { name: "accountId", type: "text" },
        { name: "storeUrl", type: "url" },
        {
          values: [
            ["live", "api"],
            ["sandbox", "apisb"],
          ],
        },
      ],
      origins: [
        "https://acme.example",
        "https://tstdrv-1.acme.example",
        "https://shop.example",
        "https://apisb.acme.example",
      ],
    },
  ],
  [
    "31. what a call needs (OKAPI)",
    {
      api: { key: { in: "query", name: "consumer_key" } },
      operations: {
        a: { ...photos, auth: "none" },
        b: { ...photos, path: "/b", auth: "key" },
        c: { ...photos, path: "/c", auth: "consumer" },
        d: { ...photos, path: "/d" },
      },
    },
    {
      api: { key: { in: "query", name: "consumer_key" } },
      operations: [{ auth: "none" }, { auth: "key" }, { auth: "consumer" }, { auth: "token" }],
    },
  ],
  [
    "32. styles of operations (Flickr, Zaim, Telldus)",
    {
      api: { query: { mapping: "1" } },
      operations: {
        photos: { ...photos, query: { method: "flickr.photos.search" }, idempotent: false },
      },
    },
    {
      api: { query: [["mapping", "1"]] },
      operations: [{ query: [["method", "flickr.photos.search"]], idempotent: false }],
    },
  ],
  [
    "32. a call without what others carry (Flickr)",
    {
      api: { query: { format: "json" }, headers: { accept: "application/json" } },
      operations: {
        photos: { ...photos, query: { format: false, op: "a" }, headers: { accept: false } },
      },
    },
    {
      operations: [
        {
          query: [["op", "a"]],
          headers: [],
          without: { query: ["format"], headers: ["accept"] },
        },
      ],
    },
  ],
  [
    "33. fields that a body always has (Instapaper, MAAS)",
    {
      operations: {
        add: { ...photos, method: "POST", body: { kind: "json", fixed: { action: "add", n: 2 } } },
      },
    },
    {
      operations: [
        {
          body: {
            kind: "json",
            fixed: [
              ["action", "add"],
              ["n", 2],
            ],
          },
        },
      ],
    },
  ],
  [
    "33. bodies (Flickr, Ally)",
    {
      operations: {
        upload: {
          ...photos,
          method: "POST",
          parameters: { photo: { in: "body", type: "string", format: "binary" } },
          body: { kind: "multipart", signed: true },
        },
        order: {
          ...photos,
          method: "POST",
          parameters: { fixml: { in: "body", type: "string" } },
          body: { kind: "binary", contentType: "application/xml" },
        },
      },
    },
    {
      operations: [
        { body: { kind: "multipart", signed: true } },
        { body: { kind: "binary", whole: "fixml", contentType: "application/xml" } },
      ],
    },
  ],
  [
    "34. headers (Discogs, NetSuite, SmugMug)",
    {
      api: { headers: { "user-agent": "@oauth1/acme" } },
      operations: {
        photos: {
          ...photos,
          headers: { prefer: "transient" },
          parameters: { "X-Smug-Title": { in: "header", type: "string" } },
        },
      },
    },
    {
      api: { headers: [["user-agent", "@oauth1/acme"]] },
      operations: [
        {
          headers: [["prefer", "transient"]],
          parameters: [{ name: "X-Smug-Title", in: "header" }],
        },
      ],
    },
  ],
  [
    "35. envelopes, and errors of status 200 (BrickLink, Flickr)",
    {
      api: {
        envelope: "data",
        errors: {
          signs: [
            { at: "meta.code", least: 400 },
            { at: "stat", equals: "fail" },
          ],
          code: ["meta.code", "code"],
          message: "message",
        },
      },
      operations: { photos },
    },
    {
      api: {
        errors: {
          status: 200,
          signs: [{ least: 400 }, { equals: "fail" }],
          code: ["meta.code", "code"],
          message: ["message"],
        },
      },
      operations: [{ envelope: "data" }],
    },
  ],
  [
    "35. errors in XML (Flickr's uploads)",
    { api: { errors: { code: "rsp.err.@code", xml: { rsp: { err: { "@code": "3" } } } } } },
    { api: { errors: { code: ["rsp.err.@code"], xml: { rsp: { err: { "@code": "3" } } } } } },
  ],
];
