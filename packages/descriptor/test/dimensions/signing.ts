import type { Dimension } from "./dimension.js";

/** How requests are signed. */
export const signing: readonly Dimension[] = [
  [
    "13. methods in order, and one of an endpoint's own (IBKR)",
    {
      oauth: {
        signatureMethods: ["HMAC-SHA256", "PLAINTEXT"],
        temporaryCredentials: { signatureMethod: "RSA-SHA256" },
      },
    },
    {
      oauth: {
        signatureMethods: [{ name: "HMAC-SHA256" }, { name: "PLAINTEXT" }],
        flows: [{ temporaryCredentials: { signatureMethod: { name: "RSA-SHA256" } } }],
      },
    },
  ],
  [
    "14. a key without its ampersand (WooCommerce)",
    { oauth: { signing: { keyAmpersand: false } } },
    { oauth: { signing: { keyAmpersand: false } } },
  ],
  [
    "15. where the parameters travel (BrickLink, Launchpad)",
    {
      oauth: {
        signing: { transmission: "json" },
        tokenCredentials: { signing: { transmission: "body" } },
      },
    },
    {
      oauth: {
        signing: { transmission: "json" },
        flows: [{ tokenCredentials: { signing: { transmission: "body" } } }],
      },
    },
  ],
  [
    "15. where the parameters of one call travel, and how it is signed (7digital, LTI)",
    {
      operations: {
        stream: {
          group: "photos",
          summary: "Streams.",
          method: "GET",
          path: "/stream",
          signing: { transmission: "query", bodyHash: "never" },
        },
      },
    },
    {
      operations: [{ signing: { transmission: "query", bodyHash: "never" } }],
    },
  ],
  [
    "16. how the header is written (Fanfou)",
    { oauth: { signing: { separator: "," } } },
    { oauth: { signing: { separator: "," } } },
  ],
  [
    "17. the realm (Cardmarket)",
    { oauth: { signing: { realm: "{requestUrl}" } } },
    { oauth: { signing: { realm: "{requestUrl}" } } },
  ],
  [
    "18. an empty token (Schoology)",
    { oauth: { signing: { emptyToken: true } } },
    { oauth: { signing: { emptyToken: true } } },
  ],
  [
    "19. no version (WooCommerce)",
    { oauth: { signing: { version: false } } },
    { oauth: { signing: { version: false } } },
  ],
  [
    "20. nonces and timestamps (NetSuite, FatSecret, E*TRADE)",
    { oauth: { signing: { nonceLength: 20, increasingTimestamps: true, timestampWindow: 300 } } },
    { oauth: { signing: { nonceLength: 20, increasingTimestamps: true, timestampWindow: 300 } } },
  ],
  [
    "21. the body hash (Mastercard)",
    { oauth: { signing: { bodyHash: "always", bodyHashAlgorithm: "SHA-256" } } },
    { oauth: { signing: { bodyHash: "always", bodyHashAlgorithm: "SHA-256" } } },
  ],
  [
    "22. where the verifier travels (X)",
    { oauth: { tokenCredentials: { verifierIn: "form" } } },
    { oauth: { flows: [{ tokenCredentials: { verifierIn: "form" } }] } },
  ],
];
