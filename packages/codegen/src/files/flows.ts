import {
  exchangeAnswerName,
  exchangeParamsName,
  type ClientValue,
  type EndpointModel,
  type FlowModel,
  type LoginModel,
  type OperationModel,
  type ProviderModel,
  type StepParameterModel,
} from "@oauth1/descriptor";
import { join, type Layout } from "../layout.js";
import { call, literal, object, quote, type Members } from "../literals.js";
import { typeArguments, typeText } from "../type-text.js";
import {
  answeredMembers,
  endpoint,
  fieldsText,
  members,
  step,
  stepParameter,
  text,
  tokenEndpoint,
  tokenEndpointMembers,
  unless,
} from "./endpoints.js";

/** A way to a token as generated code says it: the client's function, its arguments, and the methods that it adds. */
export interface EmittedFlow {
  /** A function of `@oauth1/client`. */
  readonly make: ClientValue;
  readonly value: Layout;
  /** A type of `@oauth1/client`. */
  readonly trait: string;
  readonly type: Layout;
}

/** The flows of a provider that have code behind them: tokens that are issued by hand, and no tokens, need none. */
export function emittedFlows(model: ProviderModel): readonly EmittedFlow[] {
  const flows = model.oauth.flows.flatMap((flow) => emittedFlow(flow, model) ?? []);
  return [...flows, ...identityFlow(model)];
}

/**
 * Everything that an app may say when it begins a login, each name once. A name that steps send with different values tells
 * the steps apart, and is not the app's.
 */
export function loginParameters({ oauth }: ProviderModel): readonly StepParameterModel[] {
  const all = oauth.flows.flatMap((flow) => {
    if (flow.kind !== "login" && flow.kind !== "pushed-login") return [];
    return [
      ...flow.temporaryCredentials.parameters,
      ...(flow.kind === "login" ? flow.authorization.parameters : []),
      ...flow.tokenCredentials.parameters,
    ];
  });
  return all.filter(({ name }, index) => {
    const same = all.filter((one) => one.name === name);
    const values = new Set(same.flatMap(({ value }) => value ?? []));
    return same[0] === all[index] && values.size < 2;
  });
}

/** Those of them that some of its steps take: what only a page is told, no other way to a token can be asked for. */
export function parametersOf(
  model: ProviderModel,
  endpoints: readonly EndpointModel[],
): readonly StepParameterModel[] {
  const names = endpoints.flatMap(({ parameters }) => parameters.map(({ name }) => name));
  return loginParameters(model).filter(({ name }) => names.includes(name));
}

/** What an app may say at one of the provider's methods, as an interface of the package. */
export interface MethodParams {
  readonly name: string;
  /** What it is that can be asked for this. */
  readonly what: string;
  readonly parameters: readonly StepParameterModel[];
}

/** The methods of the client that take parameters. */
export function methodParams(model: ProviderModel): readonly MethodParams[] {
  const { loginParams, xAuthParams } = model.names;
  const login = {
    name: loginParams,
    what: `a login at ${model.name}`,
    parameters: loginParameters(model),
  };
  const others = model.oauth.flows.flatMap((flow): readonly MethodParams[] => {
    if (flow.kind === "x-auth") {
      const { parameters } = flow.tokenCredentials;
      return [{ name: xAuthParams, what: "a login with a password", parameters }];
    }
    if (flow.kind === "reverse-auth") {
      const name = reverseAuthParams(flow, model);
      const what = "a login of a device";
      return name === loginParams ? [] : [{ name, what, parameters: askedOf(flow) }];
    }
    if (flow.kind !== "exchange") return [];
    const { parameters } = flow.endpoint;
    return [
      { name: exchangeParamsName(model.names, flow.name), what: `\`${flow.name}\``, parameters },
    ];
  });
  return [login, ...others].filter(({ parameters }) => parameters.length > 0);
}

/** The interface of what a device's login can be asked for: that of the login, where there is the same to ask for. */
function reverseAuthParams(flow: ReverseAuthModel, model: ProviderModel): string {
  const own = askedOf(flow).map(({ name }) => name);
  const login = loginParameters(model).map(({ name }) => name);
  const isSame = own.length === login.length && own.every((name) => login.includes(name));
  return isSame ? model.names.loginParams : exchangeParamsName(model.names, "reverseAuth");
}

/** What the app can say: what the description fixes, it cannot. */
function askedOf({ temporaryCredentials }: ReverseAuthModel): readonly StepParameterModel[] {
  return temporaryCredentials.parameters.filter(({ value }) => value === undefined);
}

type ReverseAuthModel = Extract<FlowModel, { kind: "reverse-auth" }>;

function emittedFlow(flow: FlowModel, model: ProviderModel): EmittedFlow | undefined {
  const { account } = model.names;
  const { loginParams, xAuthParams } = model.names;
  const known = new Set(methodParams(model).map(({ name }) => name));
  const params = [loginParams].filter((name) => known.has(name));
  switch (flow.kind) {
    case "login": {
      const variants = flow.authorization.variants.map(([name]) => quote(name));
      const pages: Layout[] =
        variants.length === 0 ? params : [params[0] ?? "object", join(variants, " | ")];
      const value = object(loginMembers(flow, model));
      return emitted(loginKind(flow, model), { value, type: [account, ...pages] });
    }
    case "pushed-login": {
      const { temporaryCredentials, tokenCredentials } = flow;
      const legs = object([
        ["temporaryCredentials", endpoint(temporaryCredentials)],
        ["tokenCredentials", tokenEndpoint(tokenCredentials)],
      ]);
      const asked = paramsType(model, [temporaryCredentials, tokenCredentials]);
      return emitted("pushedLogin", { value: legs, type: [account, ...asked] });
    }
    case "x-auth":
      return emitted("xAuth", {
        value: tokenEndpoint(flow.tokenCredentials),
        type: [account, ...[xAuthParams].filter((name) => known.has(name))],
      });
    case "reverse-auth": {
      const { target, temporaryCredentials } = flow;
      const legs = object([
        ["target", quote(target)],
        ["temporaryCredentials", step(temporaryCredentials)],
      ]);
      const asked = [reverseAuthParams(flow, model)].filter((name) => known.has(name));
      return emitted("reverseAuth", { value: legs, type: asked });
    }
    case "renewal": {
      const { tokenCredentials, handle, keepsToken } = flow;
      const own: Members = [
        ["handle", handle === undefined ? undefined : quote(handle)],
        ["keepsToken", keepsToken ? "true" : undefined],
      ];
      const value = object([...tokenEndpointMembers(tokenCredentials), ...own]);
      return emitted("renewal", { value, type: [account] });
    }
    case "revocation":
      return emitted("revocation", { value: step(flow.endpoint), type: [] });
    case "exchange": {
      const { name, endpoint: target, fields } = flow;
      const value = object([...answeredMembers(target), ["fields", fieldsText(fields) ?? "{}"]]);
      const asked = [exchangeParamsName(model.names, name)].filter((one) => known.has(one));
      const type = [quote(name), exchangeAnswerName(model.names, name), ...asked];
      return {
        ...emitted("exchange", { value, type }),
        value: call("exchange", [quote(name), value]),
      };
    }
    case "live-session": {
      const value = object([
        ...answeredMembers(flow.endpoint),
        ["fields", fieldsText(flow.fields)],
      ]);
      const type = [model.names.liveSession];
      return emitted("liveSession", { value, type });
    }
    case "two-legged":
    case "pre-issued":
      return undefined;
  }
}

/** The type of what some steps of a login can be asked for, if anything. */
function paramsType(model: ProviderModel, endpoints: readonly EndpointModel[]): readonly Layout[] {
  const { loginParams } = model.names;
  const own = parametersOf(model, endpoints);
  const others = loginParameters(model).filter((parameter) => !own.includes(parameter));
  if (own.length === 0) return [];
  if (others.length === 0) return [loginParams];
  const names = others.map(({ name }) => quote(name));
  return [typeArguments("Omit", [loginParams, join(names, " | ")])];
}

/** The client's function: how a user comes back decides. */
function loginKind({ callback }: LoginModel, { oauth }: ProviderModel): ClientValue {
  return oauth.revision === "1.0" ? "loginWithoutVerifier" : LOGINS[callback.modes];
}

const LOGINS: Readonly<Record<LoginModel["callback"]["modes"], ClientValue>> = {
  both: "login",
  callback: "callbackLogin",
  pin: "pinLogin",
};

/** A flow whose methods are those of the type that is called as the function is. */
function emitted(
  make: ClientValue,
  { value, type }: { readonly value: Layout; readonly type: readonly Layout[] },
): EmittedFlow {
  const trait = make.slice(0, 1).toUpperCase() + make.slice(1);
  return {
    make,
    trait,
    value: call(make, [value]),
    type: type.length === 0 ? trait : typeArguments(trait, type),
  };
}

/** The operation that tells who is signed in. */
export function identityOperation({ api, operations }: ProviderModel): OperationModel | undefined {
  return operations.find(({ id }) => id === api.profile?.operation);
}

function identityFlow(model: ProviderModel): readonly EmittedFlow[] {
  const { profile } = model.api;
  const operation = identityOperation(model);
  if (profile === undefined || operation === undefined) return [];
  const value = object([
    ["operation", profile.operation],
    ["id", pathText(profile.id)],
    ["username", pathText(profile.username)],
  ]);
  const hasLive = model.oauth.flows.some(({ kind }) => kind === "live-session");
  const signing = hasLive ? [model.names.liveSession] : [];
  return [emitted("identity", { value, type: [typeText(operation.result), ...signing] })];
}

function pathText(path: readonly string[] | undefined): Layout | undefined {
  return path === undefined ? undefined : quote(path.join("."));
}

function loginMembers(flow: LoginModel, { oauth }: ProviderModel): Members {
  const isUnverified = oauth.revision === "1.0";
  const { temporaryCredentials, tokenCredentials, callback, discovery } = flow;
  return [
    ["temporaryCredentials", endpoint(temporaryCredentials)],
    ["authorization", authorizationText(flow, isUnverified ? "oauth_callback" : "")],
    ["tokenCredentials", tokenEndpoint(tokenCredentials, callback.fields)],
    ["callback", callbackText(callback, isUnverified)],
    ["discovery", discovery === undefined ? undefined : literal(discovery)],
  ];
}

function authorizationText({ authorization }: LoginModel, usualCallback: string): Layout {
  const { url, method, verifierAt, variants, urlField, parameters } = authorization;
  const { tokenParameter, consumerKeyParameter, callbackParameter } = authorization;
  const steps = parameters.map((parameter) => [parameter.name, stepParameter(parameter)] as const);
  return object([
    ["url", quote(url)],
    ["method", unless(method, "GET")],
    ["verifierAt", text(verifierAt)],
    ["variants", members(variants.map(([name, page]) => [name, quote(page)]))],
    ["urlField", text(urlField)],
    ["tokenParameter", unless(tokenParameter, "oauth_token")],
    ["consumerKeyParameter", text(consumerKeyParameter)],
    ["callbackParameter", unless(callbackParameter, usualCallback)],
    ["parameters", members(steps)],
  ]);
}

function callbackText(callback: LoginModel["callback"], isUnverified: boolean): Layout | undefined {
  const { confirmed, tokenParameter, verifierParameter, denied } = callback;
  return members([
    ["confirmed", confirmed || isUnverified ? undefined : "false"],
    ["tokenParameter", unless(tokenParameter, "oauth_token")],
    ["verifierParameter", unless(verifierParameter, "oauth_verifier")],
    ["denied", denied.length === 0 ? undefined : literal(denied)],
  ]);
}
