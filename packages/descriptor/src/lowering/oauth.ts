import type {
  DescribedAuthorization,
  DescribedCallback,
  DescribedEndpoint,
  DescribedOAuth,
  DescribedTokenEndpoint,
} from "../descriptor.js";
import type {
  AuthorizationModel,
  CallbackModel,
  EndpointModel,
  FlowModel,
  OAuthModel,
} from "../model.js";
import { templateVariables } from "../templates.js";
import {
  lowerEndpoint,
  lowerFields,
  lowerStepParameters,
  lowerTokenEndpoint,
  methodModule,
} from "./endpoints.js";

/** How tokens are had, with every default. A signature method that `@oauth1/core` does not have is a TypeError. */
export function lowerOAuth(oauth: DescribedOAuth): OAuthModel {
  const [first, ...rest] = oauth.signatureMethods.map(methodModule);
  if (first === undefined) throw new TypeError("A provider needs at least one signature method");
  const { secret = "required", registration, description } = oauth.consumer ?? {};
  const flows = FLOWS.flatMap((flow) => flow(oauth));
  const clientMethods = [
    ...new Set([first, ...endpointsOf(flows).flatMap((one) => one.signatureMethod ?? [])]),
  ];
  const signing = KEYS.filter((key) => clientMethods.some((method) => method.key === key)).filter(
    (key) => key !== "secret" || secret !== "none",
  );
  const agreeing = oauth.liveSession === undefined ? [] : (["liveSession"] as const);
  return {
    revision: oauth.revision ?? "1.0a",
    signatureMethods: [first, ...rest],
    clientMethods,
    consumer: { secret, keys: [...signing, ...agreeing], registration, description },
    signing: oauth.signing ?? {},
    flows,
    lifetime: oauth.lifetime,
    access: oauth.access ?? [],
  };
}

const KEYS = ["secret", "privateKey"] as const;

function endpointsOf(flows: readonly FlowModel[]): readonly EndpointModel[] {
  return flows.flatMap((flow) => [
    ...("endpoint" in flow ? [flow.endpoint] : []),
    ...("temporaryCredentials" in flow ? [flow.temporaryCredentials] : []),
    ...("tokenCredentials" in flow ? [flow.tokenCredentials] : []),
  ]);
}

type LowerFlow = (oauth: DescribedOAuth) => readonly FlowModel[];

const login: LowerFlow = (oauth) => {
  const { temporaryCredentials, authorization, tokenCredentials, discovery } = oauth;
  if (!temporaryCredentials || !authorization || !tokenCredentials) return [];
  return [
    {
      kind: "login",
      temporaryCredentials: lowerEndpoint(temporaryCredentials),
      authorization: lowerAuthorization(authorization, oauth),
      tokenCredentials: lowerTokenEndpoint(tokenCredentials),
      callback: lowerCallback(oauth),
      discovery,
    },
  ];
};

const pushedLogin: LowerFlow = ({ temporaryCredentials, tokenCredentials, pushedVerifier }) => {
  if (!temporaryCredentials || !tokenCredentials || !pushedVerifier) return [];
  return [
    {
      kind: "pushed-login",
      description: pushedVerifier.description,
      temporaryCredentials: lowerEndpoint(temporaryCredentials),
      tokenCredentials: lowerTokenEndpoint(tokenCredentials),
    },
  ];
};

const twoLegged: LowerFlow = ({ twoLegged: described = false }) => {
  if (described === false) return [];
  const description = described === true ? undefined : described.description;
  return [{ kind: "two-legged", description }];
};

const preIssued: LowerFlow = ({ preIssued: described }) => {
  if (!described) return [];
  const { description, documentation, composite } = described;
  return [{ kind: "pre-issued", description, documentation, composite }];
};

const xAuth: LowerFlow = ({ xAuth: described, tokenCredentials }) => {
  // Nobody agrees on a page, which would lead to a verifier.
  const endpoint = described && {
    ...tokenCredentials,
    ...described,
    verifierIn: "oauth" as const,
  };
  if (!isTokenEndpoint(endpoint)) return [];
  return [{ kind: "x-auth", tokenCredentials: lowerTokenEndpoint(endpoint) }];
};

const reverseAuth: LowerFlow = ({ reverseAuth: described, temporaryCredentials }) => {
  if (!described || !temporaryCredentials) return [];
  const { target } = described;
  return [
    { kind: "reverse-auth", target, temporaryCredentials: lowerEndpoint(temporaryCredentials) },
  ];
};

const renewal: LowerFlow = ({ renewal: described, tokenCredentials, xAuth: other }) => {
  if (!described) return [];
  const { handle = "oauth_session_handle", keepsToken = false, ...endpoint } = described;
  // A new token says of itself what the first one said; the old one is not told about again.
  const first = tokenCredentials ?? other;
  const fields = endpoint.fields ?? (keepsToken ? {} : first?.fields) ?? {};
  return [
    {
      kind: "renewal",
      tokenCredentials: lowerTokenEndpoint({ ...endpoint, fields }),
      handle: handle === "none" ? undefined : handle,
      keepsToken,
    },
  ];
};

const revocation: LowerFlow = ({ revocation: described }) =>
  described ? [{ kind: "revocation", endpoint: lowerEndpoint(described) }] : [];

const exchanges: LowerFlow = ({ exchanges: described = {} }) =>
  Object.entries(described).map(([name, { summary, fields, ...endpoint }]) => ({
    kind: "exchange",
    name,
    summary,
    endpoint: lowerEndpoint(endpoint),
    fields: lowerFields(fields),
  }));

const liveSession: LowerFlow = ({ liveSession: described }) => {
  if (!described) return [];
  const { fields, ...endpoint } = described;
  return [{ kind: "live-session", endpoint: lowerEndpoint(endpoint), fields: lowerFields(fields) }];
};

/** What an app does first comes first. */
const FLOWS: readonly LowerFlow[] = [
  login,
  pushedLogin,
  twoLegged,
  preIssued,
  xAuth,
  reverseAuth,
  liveSession,
  renewal,
  revocation,
  exchanges,
];

function isTokenEndpoint(
  endpoint: Partial<DescribedTokenEndpoint> | undefined,
): endpoint is DescribedTokenEndpoint & DescribedEndpoint {
  return endpoint?.method !== undefined && endpoint.url !== undefined;
}

function lowerAuthorization(
  authorization: DescribedAuthorization,
  { revision }: DescribedOAuth,
): AuthorizationModel {
  const { url, method = "GET", verifierAt, variants = {}, urlField } = authorization;
  const { consumerKeyParameter, parameters } = authorization;
  const inPath = templateVariables(url).some(({ name }) => name === "oauth_token");
  // OAuth Core 1.0 section 6.2.1: the callback goes with the user, and its name is fixed there.
  const callbackParameter = revision === "1.0" ? "oauth_callback" : undefined;
  return {
    url,
    method,
    verifierAt,
    urlField,
    consumerKeyParameter,
    variants: Object.entries(variants),
    tokenParameter: authorization.tokenParameter ?? (inPath ? undefined : "oauth_token"),
    callbackParameter: authorization.callbackParameter ?? callbackParameter,
    parameters: lowerStepParameters(parameters),
  };
}

function lowerCallback({ revision, callback = {} }: DescribedOAuth): CallbackModel {
  const hasVerifier = revision !== "1.0";
  const described: DescribedCallback = callback;
  return {
    modes: described.modes ?? (hasVerifier ? "both" : "callback"),
    confirmed: described.confirmed ?? hasVerifier,
    tokenParameter: described.tokenParameter ?? "oauth_token",
    verifierParameter: described.verifierParameter ?? "oauth_verifier",
    verifier: described.verifier,
    denied: described.denied ?? [],
    fields: lowerFields(described.fields),
    rule: described.rule,
  };
}
