import { parametersName, type OperationModel, type ProviderModel } from "@oauth1/descriptor";

/** What an emitted package calls its own things, besides what the model's names say. */
export interface SdkNames {
  readonly client: string;
  readonly options: string;
  readonly variables: string;
  readonly loginParams: string;
  readonly xAuthParams: string;
  /** The provider as data, for the package's own `testing`. */
  readonly description: string;
  readonly mock: string;
  readonly readKey: string;
  readonly liveSession: string;
}

/**
 * The names of a provider's package.
 *
 * @example
 * sdkNames({ names: { pascal: "Twitter", camel: "twitter" } }).mock; // => "mockTwitter"
 */
export function sdkNames({ names }: { readonly names: Names }): SdkNames {
  const { pascal, camel } = names;
  return {
    client: `${pascal}Client`,
    options: `${pascal}Options`,
    variables: `${pascal}Variables`,
    loginParams: `${pascal}LoginParams`,
    xAuthParams: `${pascal}XAuthParams`,
    description: `${camel}Description`,
    mock: `mock${pascal}`,
    readKey: `read${pascal}Key`,
    liveSession: `${pascal}LiveSession`,
  };
}

type Names = Pick<ProviderModel["names"], "camel" | "pascal">;

/** The name of what an exchange answers: `HereBearerTokenAnswer`. */
export function exchangeName(model: { readonly names: Names }, exchange: string): string {
  return `${exchangePrefix(model, exchange)}Answer`;
}

/** The name of what an exchange can be asked for: `HereBearerTokenParams`. */
export function exchangeParamsName(model: { readonly names: Names }, exchange: string): string {
  return `${exchangePrefix(model, exchange)}Params`;
}

function exchangePrefix({ names }: { readonly names: Names }, exchange: string): string {
  return `${names.pascal}${exchange.slice(0, 1).toUpperCase()}${exchange.slice(1)}`;
}

/** The operations by the file they go to: the groups by name, the operations of each in the descriptor's order. */
export function operationGroups({
  operations,
}: ProviderModel): readonly (readonly [group: string, operations: readonly OperationModel[]])[] {
  const names = [...new Set(operations.map(({ group }) => group))].sort();
  return names.map((name) => [name, operations.filter(({ group }) => group === name)]);
}

/** The name of an operation's parameters as a type; `undefined` where it has none. */
export function paramsOf({ id, parameters }: OperationModel): string | undefined {
  return parameters.length === 0 ? undefined : parametersName(id);
}
