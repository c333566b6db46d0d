import type { Dimension } from "./dimension.js";

const endpoint = { method: "POST", url: "https://acme.example/x" } as const;
const photos = {
  group: "photos",
  summary: "Lists photos.",
  method: "GET",
  path: "/photos",
} as const;
const list = { type: "array", items: { type: "string" } } as const;

/** What is sent and answered, and how long a token lives. */
export const answers: readonly Dimension[] = [
  [
    "23. lists (MediaWiki, Tumblr, Magento)",
    {
      api: { lists: "pipe" },
      operations: {
        photos: {
          ...photos,
          parameters: {
            titles: { in: "query", ...list },
            tag: { in: "query", ...list, style: "indexed" },
            searchCriteria: { in: "query", type: "object", style: "deep" },
          },
        },
      },
    },
    {
      operations: [
        { lists: "pipe", parameters: [{ style: "pipe" }, { style: "indexed" }, { style: "deep" }] },
      ],
    },
  ],
  [
    "23. booleans (Zotero, Flickr)",
    {
      oauth: {
        authorization: {
          parameters: { all: { type: "boolean", flag: { true: "yes", false: "no" } } },
        },
      },
      api: { flags: { true: "1", false: "0" } },
      operations: {
        photos: {
          ...photos,
          parameters: {
            a: { in: "query", type: "boolean" },
            b: { in: "query", type: "boolean", flag: { true: "" } },
            c: { in: "query", type: "string" },
            d: { in: "query", $ref: "Flag" },
          },
        },
      },
      types: { Flag: { type: "boolean" } },
    },
    {
      oauth: {
        flows: [{ authorization: { parameters: [{ flag: { true: "yes", false: "no" } }] } }],
      },
      operations: [
        {
          parameters: [
            { flag: { true: "1", false: "0" } },
            { flag: { true: "" } },
            { flag: undefined },
            { flag: { true: "1", false: "0" } },
          ],
        },
      ],
    },
  ],
  [
    "24. the form of answers (MediaWiki)",
    { oauth: { tokenCredentials: { format: "json", tokenAt: "key", secretAt: "secret" } } },
    {
      oauth: {
        flows: [{ tokenCredentials: { format: "json", tokenAt: "key", secretAt: "secret" } }],
      },
    },
  ],
  [
    "25. fields and what they stand for (Evernote, Launchpad, Jira)",
    {
      oauth: {
        tokenCredentials: {
          format: "json",
          fields: {
            edam_expires: { type: "date-milliseconds" },
            "lp.context": { type: "string", optional: true },
            oauth_expires_in: { type: "expires-in" },
            userID: { type: "string", at: "user.id", role: "id" },
          },
        },
      },
    },
    {
      oauth: {
        flows: [
          {
            tokenCredentials: {
              fields: [
                { name: "edam_expires", type: "date-milliseconds" },
                { name: "lp.context", optional: true },
                { name: "oauth_expires_in", type: "expires-in" },
                { name: "userID", at: "user.id", role: "id" },
              ],
            },
          },
        ],
      },
    },
  ],
  [
    "26. no secret (IBKR)",
    { oauth: { temporaryCredentials: { secretOptional: true } } },
    { oauth: { flows: [{ temporaryCredentials: { secretOptional: true } }] } },
  ],
  [
    "27. the life of a token (E*TRADE, X, Garmin)",
    {
      oauth: {
        lifetime: { description: "Until midnight." },
        renewal: {
          ...endpoint,
          url: "https://acme.example/renew",
          handle: "none",
          keepsToken: true,
        },
        revocation: { ...endpoint, method: "DELETE" },
        exchanges: {
          getBearerToken: {
            ...endpoint,
            summary: "Gets an OAuth 2.0 token.",
            fields: { access_token: { type: "string" } },
          },
        },
      },
    },
    {
      oauth: {
        lifetime: { description: "Until midnight." },
        flows: [
          { kind: "login" },
          { kind: "renewal", handle: undefined, keepsToken: true },
          { kind: "revocation" },
          { kind: "exchange", name: "getBearerToken", fields: [{ name: "access_token" }] },
        ],
      },
    },
  ],
  [
    "27. an account that is named where its token is renewed",
    {
      oauth: {
        tokenCredentials: { fields: { shard: { type: "string" } } },
        renewal: {
          ...endpoint,
          url: "https://acme.example/{account.shard}/{oauth_token}",
          handle: "none",
        },
      },
    },
    {
      oauth: {
        flows: [
          { kind: "login" },
          { tokenCredentials: { url: "https://acme.example/{account.shard}/{oauth_token}" } },
        ],
      },
    },
  ],
  [
    "27. a token that is named where it is revoked (Trello)",
    {
      oauth: {
        revocation: { method: "DELETE", url: "https://acme.example/tokens/{oauth_token}/" },
      },
    },
    {
      oauth: {
        flows: [
          { kind: "login" },
          { kind: "revocation", endpoint: { url: "https://acme.example/tokens/{oauth_token}/" } },
        ],
      },
    },
  ],
  [
    "28. what an app asks for (USOS)",
    {
      oauth: {
        access: [{ name: "grades", description: "See your grades" }],
        temporaryCredentials: { parameters: { scopes: { ...list, separator: "|" } } },
      },
      operations: { photos: { ...photos, access: ["grades"] } },
    },
    {
      oauth: {
        access: [{ name: "grades" }],
        flows: [{ temporaryCredentials: { parameters: [{ separator: "|" }] } }],
      },
      operations: [{ access: ["grades"] }],
    },
  ],
  [
    "29. what authenticates calls afterwards (Zotero)",
    { api: { authentication: { headers: { "zotero-api-key": "{key}" } } } },
    { api: { authentication: { headers: [["zotero-api-key", "{key}"]], query: [] } } },
  ],
];
