import type { Dimension } from "./dimension.js";

const endpoint = { method: "POST", url: "https://acme.example/x" } as const;
const photos = {
  group: "photos",
  summary: "Lists photos.",
  method: "GET",
  path: "/photos",
} as const;
/** No login, so that what is left is what a case says. */
const alone = { temporaryCredentials: null, authorization: null, tokenCredentials: null } as const;
const list = { type: "array", items: { type: "string" } } as const;

/** How tokens are had. */
export const handshake: readonly Dimension[] = [
  [
    "1. legs: a text with all credentials (MAAS)",
    {
      oauth: {
        ...alone,
        consumer: { secret: "none" },
        preIssued: {
          description: "On the settings page.",
          composite: { separator: ":", order: ["consumerKey", "token", "tokenSecret"] },
        },
      },
    },
    {
      oauth: {
        flows: [
          { kind: "pre-issued", composite: { order: ["consumerKey", "token", "tokenSecret"] } },
        ],
      },
    },
  ],
  [
    "1. legs: the app alone (Noun Project)",
    { oauth: { ...alone, twoLegged: true }, operations: { photos } },
    { oauth: { flows: [{ kind: "two-legged" }] }, operations: [{ auth: "consumer" }] },
  ],
  [
    "1. legs: name and password only (Instapaper)",
    { oauth: { ...alone, xAuth: endpoint } },
    { oauth: { flows: [{ kind: "x-auth", tokenCredentials: endpoint }] } },
  ],
  [
    "1. legs: a verifier that is pushed (Magento)",
    { oauth: { authorization: null, pushedVerifier: { description: "The shop posts it." } } },
    { oauth: { flows: [{ kind: "pushed-login", description: "The shop posts it." }] } },
  ],
  [
    "1. legs: a text for the user's device (X)",
    { oauth: { reverseAuth: { target: "https://acme.example/access" } } },
    {
      oauth: {
        flows: [{ kind: "login" }, { kind: "reverse-auth", target: "https://acme.example/access" }],
      },
    },
  ],
  [
    "1. legs: a call in place of a page (Keystone)",
    { oauth: { authorization: { method: "PUT", verifierAt: "token.oauth_verifier" } } },
    {
      oauth: { flows: [{ authorization: { method: "PUT", verifierAt: "token.oauth_verifier" } }] },
    },
  ],
  [
    "1. legs: a live session, which calls are signed with (Interactive Brokers)",
    {
      oauth: {
        signatureMethods: ["HMAC-SHA256-TOKEN"],
        temporaryCredentials: { signatureMethod: "RSA-SHA256" },
        tokenCredentials: { signatureMethod: "RSA-SHA256" },
        liveSession: {
          ...endpoint,
          signatureMethod: "RSA-SHA256",
          format: "json",
          fields: { live_session_token_expiration: { type: "date-milliseconds" } },
        },
      },
    },
    {
      oauth: {
        signatureMethods: [
          { name: "HMAC-SHA256-TOKEN", key: "token", module: "hmac-sha256-token" },
        ],
        clientMethods: [{ name: "HMAC-SHA256-TOKEN" }, { name: "RSA-SHA256" }],
        consumer: { keys: ["privateKey", "liveSession"] },
        flows: [
          { kind: "login" },
          {
            kind: "live-session",
            endpoint: { signatureMethod: { name: "RSA-SHA256" }, format: "json" },
            fields: [{ name: "live_session_token_expiration" }],
          },
        ],
      },
    },
  ],
  [
    "2. the first edition of the protocol (TripIt)",
    { oauth: { revision: "1.0" } },
    {
      oauth: {
        revision: "1.0",
        flows: [
          {
            authorization: { callbackParameter: "oauth_callback" },
            callback: { modes: "callback", confirmed: false },
          },
        ],
      },
    },
  ],
  [
    "3. a method for each endpoint (Discogs)",
    { oauth: { temporaryCredentials: { method: "GET" } } },
    {
      oauth: {
        flows: [{ temporaryCredentials: { method: "GET" }, tokenCredentials: { method: "POST" } }],
      },
    },
  ],
  [
    "4. one URL for two endpoints (Evernote)",
    {
      oauth: {
        temporaryCredentials: { url: "https://acme.example/oauth" },
        tokenCredentials: { url: "https://acme.example/oauth" },
      },
    },
    {
      oauth: {
        flows: [
          {
            temporaryCredentials: { url: "https://acme.example/oauth" },
            tokenCredentials: { url: "https://acme.example/oauth" },
          },
        ],
      },
    },
  ],
  [
    "5. parameters of a step that are JSON, numbers among them",
    {
      oauth: {
        tokenCredentials: {
          body: "json",
          verifierIn: "form",
          parameters: {
            days: { in: "form", type: "integer" },
            device: { in: "form", type: "string" },
            silent: { in: "form", type: "boolean", flag: { true: "1", false: "0" } },
            page: { in: "query", type: "integer" },
          },
        },
      },
    },
    {
      oauth: {
        flows: [
          {
            temporaryCredentials: { body: "form", bodyValues: [] },
            tokenCredentials: { body: "json", bodyValues: ["days"] },
          },
        ],
      },
    },
  ],
  [
    "5. parameters of a step, and their places (Hatena, IBKR, Keystone)",
    {
      oauth: {
        temporaryCredentials: {
          parameters: {
            scope: { in: "form", ...list, separator: ",", value: "read_public" },
            diffie_hellman_challenge: { in: "oauth", type: "string", required: true },
            "Requested-Project-Id": { in: "header", type: "string" },
          },
        },
      },
    },
    {
      oauth: {
        flows: [
          {
            temporaryCredentials: {
              parameters: [
                { name: "scope", in: "form", separator: ",", value: "read_public" },
                { name: "diffie_hellman_challenge", in: "oauth", required: true },
                { name: "Requested-Project-Id", in: "header", required: false },
              ],
            },
          },
        ],
      },
    },
  ],
  [
    "6. parameters of the page (Flickr)",
    {
      oauth: {
        authorization: {
          parameters: {
            perms: { type: "string", enum: ["read", "write", "delete"], required: true },
          },
        },
      },
    },
    {
      oauth: {
        flows: [
          {
            authorization: {
              parameters: [{ name: "perms", in: "query", required: true, type: { kind: "enum" } }],
            },
          },
        ],
      },
    },
  ],
  [
    "7. names of the page's own (E*TRADE, 7digital)",
    {
      oauth: {
        authorization: {
          url: "https://acme.example/{oauth_consumer_key}/authorize",
          tokenParameter: "token",
          consumerKeyParameter: "key",
        },
      },
    },
    {
      oauth: {
        flows: [{ authorization: { tokenParameter: "token", consumerKeyParameter: "key" } }],
      },
      origins: ["https://acme.example"],
    },
  ],
  [
    "7. a token in the page's path (Keystone)",
    { oauth: { authorization: { url: "https://acme.example/{oauth_token}/authorize" } } },
    { oauth: { flows: [{ authorization: { tokenParameter: undefined } }] } },
  ],
  [
    "8. other pages (X)",
    {
      oauth: { authorization: { variants: { authenticate: "https://acme.example/authenticate" } } },
    },
    {
      oauth: {
        flows: [
          { authorization: { variants: [["authenticate", "https://acme.example/authenticate"]] } },
        ],
      },
    },
  ],
  [
    "9. a page that the answer names (Etsy)",
    { oauth: { authorization: { urlField: "login_url" } } },
    { oauth: { flows: [{ authorization: { urlField: "login_url" } }] } },
  ],
  [
    "9. endpoints that an index names (WordPress)",
    {
      oauth: {
        discovery: {
          url: "https://blog.example/wp-json",
          temporaryCredentials: "authentication.oauth1.request",
          authorization: "authentication.oauth1.authorize",
          tokenCredentials: "authentication.oauth1.access",
        },
      },
    },
    {
      oauth: { flows: [{ discovery: { temporaryCredentials: "authentication.oauth1.request" } }] },
      origins: ["https://blog.example", "https://acme.example"],
    },
  ],
  [
    "10. rules of the callback (OKAPI, SmugMug, Ravelry, Cardmarket)",
    {
      oauth: {
        callback: {
          denied: [{ parameter: "error", equals: "access_denied" }],
          fields: { username: { type: "string", optional: true } },
          rule: "The callback has to be registered.",
          tokenParameter: "request_token",
          verifier: { pattern: "^\\d{6}$", example: "123456" },
        },
      },
    },
    {
      oauth: {
        flows: [
          {
            callback: {
              denied: [{ parameter: "error", equals: "access_denied" }],
              fields: [{ name: "username" }],
              tokenParameter: "request_token",
              verifier: { pattern: "^\\d{6}$" },
            },
          },
        ],
      },
    },
  ],
  [
    "10. a verifier to type, and no callback (E*TRADE)",
    { oauth: { callback: { modes: "pin" } } },
    { oauth: { flows: [{ callback: { modes: "pin" } }] } },
  ],
  [
    "11. another status of success (Keystone)",
    { oauth: { temporaryCredentials: { status: 201 } } },
    {
      oauth: {
        flows: [{ temporaryCredentials: { status: 201 }, tokenCredentials: { status: 200 } }],
      },
    },
  ],
  [
    "12. kinds of consumers (Launchpad, pump.io)",
    {
      oauth: {
        consumer: {
          secret: "none",
          registration: "https://acme.example/apps",
          description: "Any text is a key.",
        },
      },
    },
    {
      oauth: { consumer: { secret: "none", keys: [], registration: "https://acme.example/apps" } },
    },
  ],
  [
    "12. a private key (Jira)",
    { oauth: { signatureMethods: ["RSA-SHA1"] } },
    { oauth: { signatureMethods: [{ key: "privateKey" }], consumer: { keys: ["privateKey"] } } },
  ],
  [
    "12. a private key for the login, and a secret for calls (Interactive Brokers)",
    { oauth: { tokenCredentials: { signatureMethod: "RSA-SHA256" } } },
    {
      oauth: {
        clientMethods: [{ name: "HMAC-SHA1" }, { name: "RSA-SHA256" }],
        consumer: { keys: ["secret", "privateKey"] },
      },
    },
  ],
];
