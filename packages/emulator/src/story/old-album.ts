import { lower, type Descriptor, type ProviderModel } from "@oauth1/descriptor";

const ORIGIN = "https://old-album.example.net";

const descriptor: Descriptor = {
  descriptorVersion: 1,
  id: "old-album",
  name: "Old Album",
  summary: "A made-up album that speaks OAuth Core 1.0, as it was before revision A.",
  documentation: ORIGIN,
  state: "legacy",
  lastVerified: "2026-11-21",
  sources: [ORIGIN],
  oauth: {
    revision: "1.0",
    signatureMethods: ["HMAC-SHA1"],
    signing: { transmission: "query" },
    temporaryCredentials: { method: "GET", url: `${ORIGIN}/request_token` },
    authorization: { url: `${ORIGIN}/authorize` },
    tokenCredentials: {
      method: "GET",
      url: `${ORIGIN}/access_token`,
      fields: { name: { type: "string", role: "username", example: "somebody" } },
    },
    callback: { modes: "callback" },
  },
  api: {
    baseUrl: `${ORIGIN}/api`,
    profile: { operation: "getMe", id: "id", username: "name" },
  },
  operations: {
    getMe: {
      group: "users",
      summary: "Tells who is signed in.",
      method: "GET",
      path: "/me",
      example: { id: "7", name: "somebody", albums: 3 },
    },
  },
};

/** The second provider of the story: endpoints with GET, protocol parameters in the query, and no verifier. */
export const OLD_ALBUM: ProviderModel = lower(descriptor);
