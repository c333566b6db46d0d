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
}

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
  };
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
