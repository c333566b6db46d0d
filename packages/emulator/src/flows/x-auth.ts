import type { FlowModel } from "@oauth1/descriptor";
import type { Emulation } from "../emulation.js";
import { strikes } from "../faults.js";
import { issueToken, tokenFields } from "../logins.js";
import type { Route } from "../routes.js";
import { stepRoute } from "../step.js";

/** A login by name and password, which travel in the form. Any name is a user, and any password is right. */
export function xAuthRoutes(
  emulation: Emulation,
  { tokenCredentials }: Extract<FlowModel, { kind: "x-auth" }>,
): readonly Route[] {
  return [
    stepRoute(emulation, {
      name: "xAuth",
      purpose: "token_credentials",
      token: "none",
      endpoint: tokenCredentials,
      expects: ["x_auth_mode", "x_auth_username", "x_auth_password"].map((name) => {
        return { name, in: "form", required: true };
      }),
      claims: ({ value }) => value("x_auth_mode") === "client_auth",
      async answer({ consumer }, visit) {
        const user = visit.value("x_auth_username");
        const isDenied = strikes(emulation, visit, ["denied", "xAuth"]);
        if (user === "" || isDenied) return DENIED;
        const minted = await issueToken(emulation, tokenCredentials, {
          consumer: consumer.key,
          user,
        });
        return tokenFields(emulation, tokenCredentials, { minted, user });
      },
    }),
  ];
}

const DENIED = {
  problem: "permission_denied",
  advice: "Name or password is wrong, or this app may not ask for them.",
} as const;
