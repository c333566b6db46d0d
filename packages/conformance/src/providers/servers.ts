import { equal, throws } from "node:assert/strict";
import { ACCOUNT, templateVariables, type ProviderModel } from "@oauth1/descriptor";
import { someAccount } from "./probe.js";
import type { Check } from "./world.js";

/** An API whose URL comes with the token. */
export function serverChecks({ api }: ProviderModel): readonly Check[] {
  const [first] = templateVariables(api.baseUrl);
  if (first?.index !== 0 || !first.name.startsWith(ACCOUNT)) return [];
  const name = first.name.slice(ACCOUNT.length);
  return [
    {
      title: `calls the API where ${name} of the account says`,
      async run(world) {
        const account = await someAccount(world);
        const session = world.client.session(account);
        equal(new URL(session.baseUrl).origin, new URL(String(account[name])).origin);
        const { status } = await session.fetch(session.baseUrl);
        equal(status, 404);
      },
    },
    {
      title: `calls no API where ${name} is missing, is no URL, or is not https`,
      async run(world) {
        const account = await someAccount(world);
        const said = account[name];
        const open = (url: unknown) => (): unknown =>
          world.client.session({ ...account, [name]: url });
        for (const url of [undefined, "", 7, "n1", "https://a:b@n1.example", `${String(said)}?a=b`])
          throws(open(url), TypeError);
        throws(open("http://n1.example"), /it has to be https/);
      },
    },
  ];
}
