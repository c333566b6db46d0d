import { headerValues } from "@oauth1/core";
import type { Provider } from "@oauth1/server";
import { nodeHandler, type NodeListener } from "@oauth1/server/adapters/node";
import { consentPage } from "@oauth1/server/consent";

/** What a site is made of. */
export interface Site {
  readonly provider: Provider;
  readonly onError: (error: unknown) => void;
}

/** The consent page of a site whose cookies say `user/session` and are believed. */
export function consentListener({ provider, onError }: Site): NodeListener {
  const page = consentPage(provider, {
    loginPath: "/login",
    login({ headers }) {
      const [cookie = ""] = headerValues(headers, "cookie");
      const [user = "", session = ""] = cookie.split("/");
      return user === "" || session === "" ? undefined : { user, session };
    },
    onError,
  });
  return nodeHandler(page, { origins: provider.origins, onError });
}
