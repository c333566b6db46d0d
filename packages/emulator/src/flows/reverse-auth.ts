import { expose, sign } from "@oauth1/core";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import type { FlowModel } from "@oauth1/descriptor";
import { endpointAnswer, refusalAnswer } from "../answers.js";
import { hashOf, seconds, type Emulation } from "../emulation.js";
import { issueTemporary, issueToken, tokenFields } from "../logins.js";
import { placeOf } from "../places.js";
import type { Route } from "../routes.js";
import { checkSignature } from "../signature.js";
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
    async answer({ value, header }) {
      const consumer = value("x_reverse_auth_target");
      const authorization = value("x_reverse_auth_parameters");
      const isOurs = await useUp(emulation, target, { consumer, authorization });
      if (endpoint === undefined || !isOurs) return refusalAnswer(FOREIGN, form);
      const user = header("x-emulator-user") ?? "alice";
      const minted = await issueToken(emulation, endpoint, { consumer, user });
      return endpointAnswer(form, tokenFields(emulation, endpoint, { minted, user }));
    },
  };
}

// Whether a header was signed for a consumer here, which it is for the first time only.
async function useUp(
  { store, urls, now }: Emulation,
  target: string,
  { consumer: key, authorization }: { readonly consumer: string; readonly authorization: string },
): Promise<boolean> {
  const url = urls.locate(urls.fill(target));
  const signed = visitOf({ method: "POST", url, headers: { authorization } });
  const { carrier } = signed;
  const token = await hashOf(carrier?.value("oauth_token") ?? "");
  const issued = await store.findTemporary(token, seconds({ now }));
  const consumer = await store.findConsumer(key);
  if (carrier === undefined || consumer === undefined || issued?.consumer !== key) return false;
  const { ok } = await checkSignature(signed, carrier, {
    keys: { consumer: { secret: consumer.secret }, token: { secret: issued.secret } },
    methods: [hmacSha1],
    rules: {},
    signedText: undefined,
  });
  return ok && (await store.deny(token, seconds({ now }))) !== undefined;
}

const FOREIGN = {
  problem: "parameter_rejected",
  advice:
    "x_reverse_auth_target has to be the consumer key that x_reverse_auth_parameters was signed for here, and counts once.",
} as const;
