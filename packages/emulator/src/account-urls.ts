import {
  ACCOUNT,
  templateVariables,
  type FieldModel,
  type ProviderModel,
  type TemplateVariable,
} from "@oauth1/descriptor";
import { fieldText } from "./account.js";
import type { Emulation } from "./emulation.js";

/** An emulation, as far as URLs of accounts are concerned. */
type HasUrls = Pick<Emulation, "model" | "urls">;

/** The fields of an answer, where one that says where the user's API is says where that is emulated. */
export function locatedFields(
  { model, urls }: HasUrls,
  fields: readonly FieldModel[],
): readonly FieldModel[] {
  const servers = serverFields(model);
  return fields.map((field) =>
    servers.has(field.name) && field.example !== undefined
      ? { ...field, example: urls.locate(field.example) }
      : field,
  );
}

/** What URLs of the API take of an account, by its fields: what a token needs besides that nobody has logged in for. */
export function apiFields(emulation: HasUrls, user: string): Readonly<Record<string, string>> {
  const names = new Set(placeholders(emulation.model).map(({ name }) => name));
  const named = accountFields(emulation.model).filter((field) =>
    names.has(`${ACCOUNT}${field.name}`),
  );
  const texts = locatedFields(emulation, named).map((field) => [
    field.name,
    fieldText(field, user),
  ]);
  return Object.fromEntries(texts);
}

/** Whether the values of a URL's placeholders are another account's than the one of a token and its user. */
export function isStranger(
  emulation: HasUrls,
  values: ReadonlyMap<string, string>,
  { token, user }: { readonly token: string; readonly user: string },
): boolean {
  const { model } = emulation;
  const handles = model.oauth.flows.map((flow) => (flow.kind === "renewal" ? flow.handle : ""));
  // A handle is of one token, and dates are written otherwise in an account.
  const fields = accountFields(model).filter(
    ({ name, type }) => !handles.includes(name) && (type === "string" || type === "integer"),
  );
  const known = new Map(
    locatedFields(emulation, fields).map((field) => [
      `${ACCOUNT}${field.name}`,
      fieldText(field, user),
    ]),
  ).set("oauth_token", token);
  return [...values].some(([name, value]) => (known.get(name) ?? value) !== value);
}

/** The fields that a base URL of the API begins with. */
function serverFields(model: ProviderModel): ReadonlySet<string> {
  const first = placeholders(model).filter(({ index }) => index === 0);
  return new Set(first.map(({ name }) => name.slice(ACCOUNT.length)));
}

function placeholders({ api }: Pick<ProviderModel, "api">): readonly TemplateVariable[] {
  const templates = [api.baseUrl, ...api.hosts.map(([, url]) => url)];
  return templates.flatMap(templateVariables).filter(({ name }) => name.startsWith(ACCOUNT));
}

function accountFields({ oauth }: Pick<ProviderModel, "oauth">): readonly FieldModel[] {
  return oauth.flows.flatMap((flow) => [
    ...("tokenCredentials" in flow ? flow.tokenCredentials.fields : []),
    ...(flow.kind === "login" ? flow.callback.fields : []),
  ]);
}
