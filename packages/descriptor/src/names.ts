/** What generated code calls the things of one provider. */
export interface ProviderNames {
  /** The id in PascalCase: `Twitter`. */
  readonly pascal: string;
  /** The id in camelCase: `twitter`. */
  readonly camel: string;
  /** The function that makes a client: `createTwitter`. */
  readonly factory: string;
  readonly account: string;
  readonly session: string;
  readonly client: string;
  readonly options: string;
  readonly variables: string;
  readonly loginParams: string;
  readonly xAuthParams: string;
  readonly liveSession: string;
  /** The provider as data: `twitterDescription`. */
  readonly description: string;
  /** The `fetch` that plays the provider: `mockTwitter`. */
  readonly mock: string;
  /** The function that takes a composite text apart: `readTwitterKey`. */
  readonly readKey: string;
}

/** What generated files import from `@oauth1/client` and its `testing`, types aside: no operation has such a name. */
export const CLIENT_VALUES = [
  "accountServers",
  "accountUrl",
  "binaryBody",
  "callbackLogin",
  "compositeCredentials",
  "continuedPages",
  "createClient",
  "cursorPages",
  "exchange",
  "fixedFields",
  "formBody",
  "identity",
  "jsonBody",
  "jsonParameters",
  "lastItemPages",
  "linkedPages",
  "liveSession",
  "login",
  "loginWithoutVerifier",
  "mockFetch",
  "multipartBody",
  "numberedPages",
  "offsetPages",
  "operation",
  "pagedOperation",
  "pinLogin",
  "pushedLogin",
  "readXml",
  "renewal",
  "reverseAuth",
  "revocation",
  "wholeJsonBody",
  "wholeTextBody",
  "xAuth",
] as const;

/** One of them. */
export type ClientValue = (typeof CLIENT_VALUES)[number];

/**
 * The names that a provider's id leads to; ids are lower-case words joined by hyphens.
 *
 * @example
 * providerNames("open-bank-project").factory; // => "createOpenBankProject"
 */
export function providerNames(id: string): ProviderNames {
  const [first = "", ...rest] = id.split("-");
  const camel = [first, ...rest.map(capitalize)].join("");
  const pascal = capitalize(camel);
  return {
    pascal,
    camel,
    factory: `create${pascal}`,
    account: `${pascal}Account`,
    session: `${pascal}Session`,
    client: `${pascal}Client`,
    options: `${pascal}Options`,
    variables: `${pascal}Variables`,
    loginParams: `${pascal}LoginParams`,
    xAuthParams: `${pascal}XAuthParams`,
    liveSession: `${pascal}LiveSession`,
    description: `${camel}Description`,
    mock: `mock${pascal}`,
    readKey: `read${pascal}Key`,
  };
}

/**
 * The name of the interface that holds what an exchange can be asked for.
 *
 * @example
 * exchangeParamsName(providerNames("here"), "bearerToken"); // => "HereBearerTokenParams"
 */
export function exchangeParamsName(
  { pascal }: Pick<ProviderNames, "pascal">,
  name: string,
): string {
  return parametersName(`${pascal}${capitalize(name)}`);
}

/**
 * The name of the interface of what an exchange answers.
 *
 * @example
 * exchangeAnswerName(providerNames("here"), "bearerToken"); // => "HereBearerTokenAnswer"
 */
export function exchangeAnswerName(
  { pascal }: Pick<ProviderNames, "pascal">,
  name: string,
): string {
  return `${pascal}${capitalize(name)}Answer`;
}

/**
 * The name of the interface that holds an operation's parameters.
 *
 * @example
 * parametersName("getUsersMe"); // => "GetUsersMeParams"
 */
export function parametersName(operation: string): string {
  return `${capitalize(operation)}Params`;
}

/**
 * The name of the interface of an operation's answer, where the descriptor writes it in place.
 *
 * @example
 * resultName("getUsersMe"); // => "GetUsersMeResult"
 */
export function resultName(operation: string): string {
  return `${capitalize(operation)}Result`;
}

function capitalize(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
