import { createClient, type Session, type SessionLevel } from "@oauth1/client";
import type { RequestParts } from "@oauth1/core";
import { sessionOf } from "@oauth1/emulator/description";
import { asked } from "../failure.js";
import type { Profile } from "../profiles.js";
import { connection } from "./connect.js";
import { findProvider } from "./find.js";

/** Sends a request as a profile's user, or its app alone, by the rules of its provider, and only there and to `origins`. */
export async function sendAs(
  profile: Profile,
  { method, url, headers, body }: RequestParts,
  origins: readonly string[] = [],
): Promise<Response> {
  const { model } = await findProvider(profile.provider ?? "");
  const options = { ...(await connection(model, profile)), origins };
  const { account } = profile;
  const session = await asked<Session<string, SessionLevel>>(() =>
    account === undefined
      ? createClient(options).consumerSession()
      : sessionOf(options, model, account),
  );
  // A path is relative to the API, whose URL may have one of its own.
  const place = url.startsWith("/") ? session.baseUrl + url : url;
  const init = { method, headers: new Headers(headers), ...(body !== undefined && { body }) };
  return asked(() => session.fetch(place, init));
}
