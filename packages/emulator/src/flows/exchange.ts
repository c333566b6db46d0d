import type { FlowModel } from "@oauth1/descriptor";
import { answerFields } from "../account.js";
import { EXPIRED, isExpired } from "../api/authenticate.js";
import type { Emulation } from "../emulation.js";
import type { Route } from "../routes.js";
import { stepRoute } from "../step.js";

/** A signed call that turns a token, or the consumer's credentials alone, into something else. */
export function exchangeRoutes(
  emulation: Emulation,
  { name, endpoint, fields }: Extract<FlowModel, { kind: "exchange" }>,
): readonly Route[] {
  return [
    stepRoute(emulation, {
      name,
      purpose: "token_credentials",
      token: "optional",
      endpoint,
      // Without a token, that of a login is signed the same way.
      claims: ({ carrier, value }) =>
        (carrier?.value("oauth_callback") ?? value("oauth_callback")) === "",
      answer: async ({ granted }) =>
        isExpired(emulation, granted)
          ? EXPIRED
          : answerFields({ format: endpoint.format, fields }, granted?.user ?? "alice"),
    }),
  ];
}
