import { isOver, retirementText, type ProviderModel } from "@oauth1/descriptor";
import { docComment, sentences } from "../../comments.js";
import {
  group,
  hardline,
  indent,
  layOut,
  softline,
  whenBroken,
  type Layout,
} from "../../layout.js";
import { call } from "../../literals.js";
import { WIDTH } from "../../print.js";
import { sampleOptions } from "../../sample.js";
import { isSecretless, optionsType } from "./options.js";

/** The function that makes a client. */
export function factoryText(model: ProviderModel): Layout {
  const { names } = model;
  return [
    ...[factoryComment(model), hardline],
    group([
      `export function ${names.factory}(`,
      ...[indent([softline, `options: ${optionsType(model)}`]), whenBroken(","), softline],
      `): ${model.names.client} {`,
    ]),
    ...[indent([hardline, "return ", call("createClient", [factoryOptions(model)]), ";"])],
    ...[hardline, "}"],
  ];
}

function factoryOptions(model: ProviderModel): Layout {
  return isSecretless(model)
    ? '{ ...options, consumer: { secret: "", ...options.consumer }, provider }'
    : "{ ...options, provider }";
}

function factoryComment(model: ProviderModel): string {
  const { name, names, summary } = model;
  const text = sentences([`A client for ${name}`, summary]) ?? "";
  const retirement = retirementText(model);
  // What still works for those who have it is not struck through.
  const over = retirement !== undefined && isOver(model);
  const paragraphs = retirement === undefined || over ? text : `${text}\n\n${retirement}`;
  const tags = [...(over ? [`@deprecated ${retirement}`] : []), "@example"];
  const sample = [`const ${names.camel} = `, call(names.factory, [sampleOptions(model)]), ";"];
  const code = layOut(sample, { width: WIDTH - 3 });
  return docComment(paragraphs, { tags, code });
}
