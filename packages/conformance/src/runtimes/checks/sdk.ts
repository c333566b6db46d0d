import { expectSame, type Check, type Library } from "../library.js";
import { CALLBACK, CONSUMER } from "../photos.js";
import { decision } from "./flow.js";

/** A generated SDK, pointed at our own provider: a login, a typed account, a call and pages of a list. */
export function sdkChecks(library: Library): readonly Check[] {
  return [{ group: "SDK", name: "@oauth1/twitter", run: () => usesTwitter(library) }];
}

async function usesTwitter({ twitter, client: { paginate }, origin }: Library): Promise<void> {
  const client = twitter.createTwitter({
    consumer: CONSUMER,
    originMap: { "https://api.x.com": origin },
  });
  const { authorizationUrl, temporary } = await client.begin({ callback: CALLBACK });
  const { redirect = "" } = await decision(fetch, authorizationUrl);
  const account = await client.complete({ temporary, callbackUrl: redirect });
  expectSame([account.user_id, account.screen_name], ["12", "jane"]);
  const session = client.session(account);
  const me = await twitter.getUsersMe(session, { "user.fields": ["created_at", "verified"] });
  expectSame(me.data?.username, "jane");
  const found: unknown[] = [];
  const params = { query: "anvils & ☃" };
  for await (const user of paginate(twitter.searchUsers, session, { params })) found.push(user.id);
  expectSame(found, ["1", "2", "3"]);
}
