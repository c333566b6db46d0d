import { pairsOf } from "@oauth1/client";
import {
  expandTemplate,
  type BodyModel,
  type EndpointModel,
  type OperationModel,
  type ProviderModel,
} from "@oauth1/descriptor";
import type { PageProvider, SampleRequest } from "./contract.js";
import type { Pairs } from "../places.js";
import { neededParams, simplestCall, textOf } from "./samples.js";
import { entranceOf, type Entrance } from "./site/partner.js";

/**
 * What the page knows of providers: how they sign, and requests to try there.
 *
 * @example
 * import { readFileSync } from "node:fs";
 * import { lower } from "@oauth1/descriptor";
 * const [twitter] = pageProviders([lower(JSON.parse(readFileSync("providers/twitter.json", "utf8")))]);
 * twitter.samples[0].url; // => "https://api.x.com/oauth/request_token"
 * twitter.methods; // => ["HMAC-SHA1"]
 */
export function pageProviders(models: readonly ProviderModel[]): readonly PageProvider[] {
  return models.map(pageProvider);
}

/** What the page knows of one provider. */
export function pageProvider(model: ProviderModel): PageProvider {
  const { id, name, documentation, oauth } = model;
  const { transmission = "header", realm, bodyHash = "never", version = true } = oauth.signing;
  const { separator, emptyToken, keyAmpersand } = oauth.signing;
  const [first, ...others] = oauth.signatureMethods.map((one) => one.name);
  return {
    id,
    name,
    documentation,
    bodyHash,
    version,
    samples: samplesOf(model),
    way: wayOf(entranceOf(model), model),
    sdk: sdkOf(model),
    methods: [first ?? "", ...others],
    // What travels as JSON has the base string of a header.
    transmission: transmission === "json" ? "header" : transmission,
    ...(realm !== undefined && { realm: expandTemplate(realm, model) }),
    ...(separator !== undefined && { separator }),
    ...(emptyToken !== undefined && { emptyToken }),
    ...(keyAmpersand !== undefined && { keyAmpersand }),
  };
}

function sdkOf({ id, names, variables }: ProviderModel): PageProvider["sdk"] {
  const needed = variables.filter((one) => one.default === undefined);
  return {
    package: `@oauth1/${id}`,
    factory: names.factory,
    client: names.camel,
    variables: needed.map(({ name, example }) => [name, example]),
  };
}

function wayOf(entrance: Entrance, { name, oauth }: ProviderModel): string {
  switch (entrance.kind) {
    case "login":
      if (entrance.authorization.method !== "GET")
        return `The user's own program says yes by a call of ${name}.`;
      if (oauth.revision === "1.0")
        return `The user says yes at ${name} and comes back without a verifier, as before revision A.`;
      return entrance.callback.modes === "pin"
        ? `The user says yes at ${name} and types a PIN into the app.`
        : `The user says yes at ${name} and comes back to the app with a verifier.`;
    case "pre-issued":
      return `The user issues a token on a page of ${name} and pastes it into the app.`;
    case "pushed-login":
      return `The user activates the app at ${name}, which sends the app a verifier.`;
    case "x-auth":
      return `The user gives the app name and password, and the app trades them for a token.`;
    case "two-legged":
      return `There are no users: the app signs with its own credentials alone.`;
  }
}

function samplesOf(model: ProviderModel): readonly SampleRequest[] {
  const entrance = entranceOf(model);
  const first =
    entrance.kind === "login" || entrance.kind === "pushed-login"
      ? [temporarySample(model, entrance.temporaryCredentials)]
      : [];
  const calls = [
    simplestCall(model, ["token", "consumer"]),
    simplestOf(model, ({ parameters }) => parameters.some((one) => one.in === "query")),
    simplestOf(model, ({ body }) => body?.kind === "form"),
    simplestOf(model, ({ body }) => body?.kind === "json"),
  ];
  const distinct = calls.filter((call, at) => call !== undefined && calls.indexOf(call) === at);
  return [
    ...first,
    ...distinct.flatMap((call) => (call === undefined ? [] : [callSample(model, call)])),
  ];
}

function simplestOf(
  model: ProviderModel,
  fits: (operation: OperationModel) => boolean,
): OperationModel | undefined {
  return simplestCall({ ...model, operations: model.operations.filter(fits) }, [
    "token",
    "consumer",
  ]);
}

function temporarySample(model: ProviderModel, endpoint: EndpointModel): SampleRequest {
  const { method, url } = endpoint;
  return {
    title: "Ask for temporary credentials",
    method,
    url: expandTemplate(url, model),
    leg: "temporary",
    ...(model.oauth.revision === "1.0a" && {
      parameters: [["oauth_callback", "https://app.example/callback"]],
    }),
  };
}

function callSample(model: ProviderModel, operation: OperationModel): SampleRequest {
  const { auth, method, summary, host, path, parameters, body } = operation;
  const base = model.api.hosts.find(([name]) => name === host)?.[1] ?? model.api.baseUrl;
  const shown = parameters.filter((one) => one.required || one.example !== undefined);
  const values = new Map(
    Object.entries(
      neededParams(
        model,
        shown.map((one) => ({ ...one, required: true })),
      ),
    ),
  );
  const pairs = (place: string): Pairs =>
    shown
      .filter((one) => one.in === place)
      .flatMap(({ name, style, flag }) => pairsOf([name, values.get(name)], style, flag));
  const valuesIn = (place: string): readonly (readonly [string, unknown])[] =>
    shown.filter((one) => one.in === place).map(({ name }) => [name, values.get(name)]);
  // A path has no room for the pairs of a list.
  const filled = shown
    .filter((one) => one.in === "path")
    .flatMap(({ name, flag }) => pairsOf([name, values.get(name)], "json", flag))
    .reduce(
      (text, [name, value]) =>
        text
          .replaceAll(`{${name}}`, encodeURIComponent(value))
          .replaceAll(`{+${name}}`, value.split("/").map(encodeURIComponent).join("/")),
      path,
    );
  const { api } = model;
  const common = api.query.filter(([name]) => !operation.without.query.includes(name));
  const query = new URLSearchParams([
    ...common.map(([name, value]) => [name, value]),
    ...operation.query.map(([name, value]) => [name, value]),
    ...pairs("query").map(([name, value]) => [name, value]),
  ]).toString();
  const url = `${expandTemplate(base, model)}${filled}`;
  return {
    title: summary,
    method,
    leg: auth === "token" ? "api" : "consumer",
    url: query === "" ? url : `${url}${url.includes("?") ? "&" : "?"}${query}`,
    ...withHeaders(
      [
        ...api.headers.filter(([name]) => !operation.without.headers.includes(name)),
        ...operation.headers,
      ],
      body && bodyOf(body, pairs("body"), valuesIn("body")),
    ),
  };
}

function withHeaders(
  headers: Pairs,
  { headers: own = [], ...sent }: Pick<SampleRequest, "body" | "headers"> = {},
): Pick<SampleRequest, "body" | "headers"> {
  const all = [...headers, ...own];
  return all.length === 0 ? sent : { ...sent, headers: all };
}

function bodyOf(
  { kind, fixed, whole, contentType = "application/json" }: BodyModel,
  texts: Pairs,
  values: readonly (readonly [string, unknown])[],
): Pick<SampleRequest, "body" | "headers"> {
  if (kind === "form") {
    const all = [...fixed.map(([name, value]) => [name, textOf(value)] as const), ...texts];
    return {
      headers: [["Content-Type", "application/x-www-form-urlencoded"]],
      body: new URLSearchParams(all.map(([name, text]) => [name, text])).toString(),
    };
  }
  if (kind !== "json" || (whole !== undefined && values.length === 0)) return {};
  return {
    headers: [["Content-Type", contentType]],
    body: JSON.stringify(
      whole === undefined ? Object.fromEntries([...fixed, ...values]) : values[0]?.[1],
    ),
  };
}
