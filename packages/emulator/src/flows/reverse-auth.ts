import { expose, sign } from "@oauth1/core";
import type { FlowModel } from "@oauth1/descriptor";
import { endpointAnswer, refusalAnswer } from "../answers.js";
import { hashOf, seconds, type Emulation } from "../emulation.js";
import { issueTemporary, issueToken, tokenFields } from "../logins.js";
import { placeOf } from "../places.js";
import type { Route } from "../routes.js";
import { stepRoute } from "../step.js";
import { visitOf } from "../visit.js";

type ReverseAuthModel = Extract<FlowModel, { kind: "reverse-auth" }>;

/** A request that the provider signs for the app, and the endpoint at which a device with the user's account sends it. */
export function reverseAuthRoutes(emulation: Emulation, flow: ReverseAuthModel): readonly Route[] {
  return [
    stepRoute(emulation, {
      name: "reverseAuth",
      purpose: "temporary_credentials",
      token: "none",
      endpoint: flow.temporaryCredentials,
      expects: [{ name: "x_auth_mode", in: "form", required: true }],
      claims: ({ value }) => value("x_auth_mode") === "reverse_auth",
      answer: async ({ consumer }) => {
        const asked = { consumer: consumer.key, callback: "oob" };
        const { token, fields } = await issueTemporary(emulation, flow.temporaryCredentials, asked);
        const secret = String(
          fields.find(([at]) => at === flow.temporaryCredentials.secretAt)?.[1] ?? "",
        );
        const { authorization = "" } = await sign(
          { method: "POST", url: emulation.urls.locate(emulation.urls.fill(flow.target)) },
          {
            consumer: { key: consumer.key, secret: expose(consumer.secret) },
            token: { key: token, secret },
          },
          { timestamp: seconds(emulation) },
        );
        return new Response(authorization);
      },
    }),
    targetRoute(emulation, flow),
  ];
}

// The device proves the user with means of its own, so what it sends for the app is all that counts here.
function targetRoute(emulation: Emulation, { target }: ReverseAuthModel): Route {
  const form = { format: "form", status: 200 } as const;
  const endpoint = emulation.model.oauth.flows.flatMap((flow) =>
    "tokenCredentials" in flow ? [flow.tokenCredentials] : [],
  )[0];
  return {
    ...{
      name: "reverseAuthTarget",
      kind: "endpoint",
      methods: ["POST"],
      place: placeOf(emulation.urls.fill(target)),
    },
    claims: ({ value }) => value("x_reverse_auth_parameters") !== "",
    async answer({ value, header, request }) {
      const signed = visitOf({
        ...request,
        headers: { authorization: value("x_reverse_auth_parameters") },
      });
      const consumer = signed.carrier?.value("oauth_consumer_key") ?? "";
      const token = signed.carrier?.value("oauth_token") ?? "";
      const issued = await emulation.store.findTemporary(await hashOf(token), seconds(emulation));
      if (
        endpoint === undefined ||
        issued?.consumer !== value("x_reverse_auth_target") ||
        consumer !== issued.consumer
      ) {
        return refusalAnswer(FOREIGN, form);
      }
      const user = header("x-emulator-user") ?? "alice";
      const minted = await issueToken(emulation, endpoint, { consumer, user });
      return endpointAnswer(form, tokenFields(emulation, endpoint, { minted, user }));
    },
  };
}

const FOREIGN = {
  problem: "parameter_rejected",
  advice:
    "x_reverse_auth_target has to be the consumer key that x_reverse_auth_parameters was signed for here.",
} as const;
