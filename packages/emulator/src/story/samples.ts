import type { OperationModel, ParameterModel, ProviderModel } from "@oauth1/descriptor";
import { resolveType, type StepParameterModel } from "@oauth1/descriptor";
import { sampleOf } from "../api/samples.js";

/** Values by wire name. */
export type Params = Readonly<Record<string, unknown>>;

/** Values for what a call or a step cannot do without: the described examples, or something of their types. */
export function neededParams(
  model: ProviderModel,
  parameters: readonly (ParameterModel | StepParameterModel)[],
): Params {
  const needed = parameters.filter(({ required }) => required);
  return Object.fromEntries(needed.map((one) => [one.name, valueOf(model, one)]));
}

/** The same as text, for the steps of a login. */
export function neededTexts(
  model: ProviderModel,
  parameters: readonly StepParameterModel[],
): Readonly<Record<string, string>> {
  const needed = parameters.filter(({ required, value }) => required && value === undefined);
  return Object.fromEntries(
    Object.entries(neededParams(model, needed)).map(([name, value]) => [name, textOf(value)]),
  );
}

/** A value as it is written in a URL. */
export function textOf(value: unknown): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** The call of the least effort that one of these levels is enough for. */
export function simplestCall(
  { operations, api }: Pick<ProviderModel, "api" | "operations">,
  levels: readonly OperationModel["auth"][],
): OperationModel | undefined {
  const effort = ({ id, auth, method, parameters, response }: OperationModel): number =>
    1000 * levels.indexOf(auth) +
    (id === api.profile?.operation ? 0 : 100) +
    (response === "json" ? 0 : 20) +
    (method === "GET" ? 0 : 10) +
    parameters.filter(({ required }) => required).length;
  return operations
    .filter(({ auth }) => levels.includes(auth))
    .toSorted((a, b) => effort(a) - effort(b))[0];
}

function valueOf(
  model: ProviderModel,
  { name, type, example }: ParameterModel | StepParameterModel,
): unknown {
  const resolved = resolveType(model, type);
  // An example of a file is its name.
  if (resolved.kind === "primitive" && resolved.format === "binary") return new Blob([name]);
  return example ?? sampleOf(model, resolved);
}
