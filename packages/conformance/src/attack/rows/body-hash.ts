import { deepEqual, equal } from "node:assert/strict";
import type { CallOptions } from "../party.js";
import type { Row } from "../row.js";
import type { Target } from "../target.js";
import { send } from "../wire.js";

const BYTES = Uint8Array.from({ length: 256 }, (_, index) => index);

/** Bodies that are no form. */
export const bodyHashRows: readonly Row[] = [
  {
    row: 17,
    claim: "a body hash that comes is verified over the raw bytes",
    async run(target) {
      const token = await target.consumer.login();
      for (const body of [BYTES, '{"a": 1}\r\n', "\uFEFF{}", ""]) {
        const options: CallOptions = {
          token,
          body,
          type: "application/octet-stream",
          bodyHash: "always",
        };
        const request = await target.consumer.signed("/api/photos", options);
        for (const other of ["{}", `${request.body} `]) {
          deepEqual((await send(target.address, { ...request, body: other })).status, 401);
        }
        deepEqual((await send(target.address, request)).status, 200);
      }
    },
  },
  {
    row: 17,
    claim: "a body needs no hash by default, and where the policy asks for one it does",
    async run(target) {
      equal(await unhashed(target), 200);
    },
  },
  {
    row: 17,
    claim: "a policy can ask for the hash",
    options: () => ({ bodyHash: "require" }),
    async run(target) {
      equal(await unhashed(target), 400);
      const token = await target.consumer.login();
      const hashed: CallOptions = {
        token,
        body: "{}",
        type: "application/octet-stream",
        bodyHash: "always",
      };
      equal((await target.consumer.call("/api/photos", hashed)).status, 200);
    },
  },
  {
    row: 17,
    claim: "a form has no body hash",
    async run({ consumer }) {
      const token = await consumer.login();
      const parameters = [["oauth_body_hash", "2jmj7l5rSw0yVb/vlWAYkK/YBwk="]] as const;
      const form = { token, parameters, body: "a=b", type: "application/x-www-form-urlencoded" };
      equal((await consumer.call("/api/photos", form)).status, 400);
    },
  },
];

async function unhashed({ consumer }: Target): Promise<number> {
  const token = await consumer.login();
  const options = { token, body: "{}", type: "application/octet-stream" };
  return (await consumer.call("/api/photos", options)).status;
}
