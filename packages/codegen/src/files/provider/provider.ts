import { exchangeAnswerName, type ProviderModel } from "@oauth1/descriptor";
import { docComment } from "../../comments.js";
import { hardline, type Layout } from "../../layout.js";
import type { Statement } from "../../print.js";
import {
  accountStatements,
  exchangeStatements,
  exchangesOf,
  hasAccount,
  liveSessionOf,
  liveSessionStatements,
  paramsStatements,
} from "../accounts.js";
import { descriptionText } from "../description.js";
import { methodParams } from "../flows.js";
import { clientText, sessionText } from "./client-types.js";
import { compositeOf, keyStatements } from "./composite.js";
import { factoryText } from "./factory.js";
import { importStatements, withAlias } from "./imports.js";
import { hasOptions, optionsStatements } from "./options.js";

/** `src/provider.ts`: the account, what a login can be asked for, the client, and the provider as data. */
export function providerFile(given: ProviderModel): readonly Statement[] {
  const model = withAlias(given);
  return [
    ...importStatements(model),
    ...accountStatements(model),
    ...liveSessionStatements(model),
    ...exchangeStatements(model),
    ...paramsStatements(model),
    ...optionsStatements(model),
    { kind: "text", text: sessionText(model) },
    { kind: "text", text: clientText(model) },
    { kind: "text", text: factoryText(model) },
    ...keyStatements(model),
    { kind: "text", text: descriptionText(model) },
    { kind: "text", text: exportText(model) },
  ];
}

/** The names that the package exports of it, values first. */
export function providerExports(model: ProviderModel): readonly string[] {
  const { names } = model;
  const types = [
    names.client,
    names.session,
    ...(hasAccount(model) ? [names.account] : []),
    ...(liveSessionOf(model) === undefined ? [] : [names.liveSession]),
    ...exchangesOf(model).map(({ name }) => exchangeAnswerName(model.names, name)),
    ...methodParams(model).map(({ name }) => name),
    ...(hasOptions(model) ? [names.options] : []),
    ...(model.variables.length === 0 ? [] : [names.variables]),
  ];
  return [
    names.factory,
    ...(compositeOf(model) === undefined ? [] : [names.readKey]),
    ...types.sort().map((name) => `type ${name}`),
  ];
}

/** The description for `src/testing.ts`, which the package's main entry does not export. */
function exportText(model: ProviderModel): Layout {
  const comment = docComment("The provider as data, for what plays it in tests.");
  const name = model.names.description;
  return [comment, hardline, `export const ${name}: ProviderDescription = provider;`];
}
