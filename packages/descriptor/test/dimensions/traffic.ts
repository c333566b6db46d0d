import type { Dimension } from "./dimension.js";

const photos = {
  group: "photos",
  summary: "Lists photos.",
  method: "GET",
  path: "/photos",
} as const;

/** What happens between calls, and what their values are. */
export const traffic: readonly Dimension[] = [
  [
    "36. pages (X, WooCommerce, Jira, xAPI, MediaWiki)",
    {
      api: {
        pagination: {
          kind: "cursor",
          parameter: "pagination_token",
          next: "meta.next_token",
          items: "data",
        },
      },
      operations: {
        a: { ...photos, parameters: { pagination_token: { in: "query" } }, pagination: true },
        b: {
          ...photos,
          path: "/b",
          parameters: { page: { in: "query" } },
          pagination: {
            kind: "page",
            parameter: "page",
            pagesHeader: "x-wp-totalpages",
            items: "",
          },
        },
        c: {
          ...photos,
          path: "/c",
          parameters: { startAt: { in: "query" } },
          pagination: { kind: "offset", parameter: "startAt", total: "total", items: "issues" },
        },
        g: {
          ...photos,
          path: "/g",
          parameters: { page: { in: "query" } },
          pagination: { kind: "page", parameter: "page", total: "total_count", items: "items" },
        },
        h: {
          ...photos,
          path: "/h",
          parameters: { before: { in: "query" } },
          pagination: { kind: "last-item", parameter: "before", field: "id", items: "" },
        },
        i: {
          ...photos,
          path: "/i",
          parameters: { page: { in: "query" } },
          pagination: { kind: "cursor", parameter: "page", nextHeader: "x-next-page", items: "" },
        },
        j: {
          ...photos,
          path: "/j",
          parameters: { cursor: { in: "query" } },
          pagination: {
            ...{ kind: "cursor", parameter: "cursor", next: "cursor" },
            ...{ more: "has_more", items: "entries" },
          },
        },
        d: {
          ...photos,
          path: "/d",
          pagination: { kind: "link", next: "more", items: "statements" },
        },
        e: {
          ...photos,
          path: "/e",
          pagination: { kind: "continuation", next: "continue", items: "query.pages" },
        },
      },
    },
    {
      operations: [
        { pagination: { kind: "cursor" } },
        { pagination: { kind: "page" } },
        { pagination: { kind: "offset" } },
        { pagination: { kind: "page", total: "total_count" } },
        { pagination: { kind: "last-item", field: "id" } },
        { pagination: { kind: "cursor", nextHeader: "x-next-page" } },
        { pagination: { kind: "cursor", more: "has_more" } },
        { pagination: { kind: "link" } },
        { pagination: { kind: "continuation" } },
      ],
    },
  ],
  [
    "37. the rate limit (Discogs, X)",
    {
      api: {
        rateLimit: {
          limit: "x-rate-limit-limit",
          remaining: "x-rate-limit-remaining",
          reset: "x-rate-limit-reset",
          resetUnit: "epoch-seconds",
          calls: 60,
          seconds: 60,
        },
      },
    },
    { api: { rateLimit: { limit: "x-rate-limit-limit", calls: 60 } } },
  ],
  [
    "37. limits of the account before those of the user (Ads)",
    { api: { rateLimit: { remaining: ["x-account-remaining", "x-remaining"] } } },
    { api: { rateLimit: { remaining: ["x-account-remaining", "x-remaining"] } } },
  ],
  [
    "38. how a format is chosen (E*TRADE, FatSecret, Discogs)",
    {
      api: {
        query: { format: "json" },
        headers: { accept: "application/vnd.discogs.v2.plaintext+json" },
      },
      operations: { photos: { ...photos, path: "/v1/photos.json" } },
    },
    {
      api: {
        query: [["format", "json"]],
        headers: [["accept", "application/vnd.discogs.v2.plaintext+json"]],
      },
      operations: [{ path: "/v1/photos.json" }],
    },
  ],
  [
    "39. large ids, money and days (X, WooCommerce, FatSecret)",
    {
      types: {
        Row: {
          type: "object",
          properties: {
            id: { type: "string", format: "int64" },
            price: { type: "string", format: "decimal" },
            day: { type: "integer", format: "epoch-days" },
          },
        },
      },
    },
    {
      types: [
        {
          type: {
            properties: [
              { type: { name: "string", format: "int64" } },
              { type: { format: "decimal" } },
              { type: { format: "epoch-days" } },
            ],
          },
        },
      ],
    },
  ],
  [
    "40. redirects (Schoology): every client signs them anew, so a sentence is enough",
    { quirks: ["Calls are redirected to the school's own host."] },
    { quirks: ["Calls are redirected to the school's own host."] },
  ],
];
