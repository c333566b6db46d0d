import { expose } from "@oauth1/core";
import type { ConsumerRecord } from "@oauth1/server";
import { apiFields } from "./account-urls.js";
import type { Emulation } from "./emulation.js";
import { issueToken } from "./logins.js";
import { checkUser } from "./user.js";

/** Token credentials that nobody has logged in for. */
export interface IssuedToken {
  readonly key: string;
  readonly secret: string;
  /** All credentials in one text, where the provider shows them so. */
  readonly composite: string | undefined;
  /** What URLs of the API take of an account, by its fields: for `session`, beside key and secret. */
  readonly fields: Readonly<Record<string, string>>;
}

/** Whose token it is. */
export interface TokenRequest {
  readonly user: string;
  /** The consumer's key; the app that was registered last by default. */
  readonly consumer?: string;
}

/** Issues a token as the provider's own pages do. Rejects with a TypeError where there is no such app, and for a user without a name. */
export async function issuedToken(
  emulation: Emulation,
  { user, consumer: wanted }: TokenRequest,
): Promise<IssuedToken> {
  checkUser(user);
  const consumer = await consumerOf(emulation, wanted);
  const { flows } = emulation.model.oauth;
  const endpoint = flows.flatMap((flow) =>
    "tokenCredentials" in flow ? [flow.tokenCredentials] : [],
  )[0];
  const described = flows.flatMap((flow) =>
    flow.kind === "pre-issued" ? (flow.composite ?? []) : [],
  )[0];
  // What the one text leaves out is the empty text.
  const isBare = described?.order.includes("tokenSecret") === false;
  const { key, secret } = await issueToken(
    emulation,
    { secretOptional: isBare || endpoint?.secretOptional === true },
    { consumer: consumer.key, user },
  );
  const parts = {
    consumerKey: consumer.key,
    consumerSecret: expose(consumer.secret),
    token: key,
    tokenSecret: secret,
  };
  const composite = described?.order.map((part) => parts[part]).join(described.separator);
  return { key, secret, composite, fields: apiFields(emulation, user) };
}

/** An app by its key, or the one that was registered last. Rejects with a TypeError where there is none. */
export async function consumerOf(
  { store }: Pick<Emulation, "store">,
  key: string | undefined,
): Promise<ConsumerRecord> {
  const consumers = await store.listConsumers();
  const found = key === undefined ? consumers.at(-1) : consumers.find((one) => one.key === key);
  if (found !== undefined) return found;
  const said =
    key === undefined ? "No app is registered" : `There is no app ${JSON.stringify(key)}`;
  throw new TypeError(`${said}: register one first, with emulator.register().`);
}
