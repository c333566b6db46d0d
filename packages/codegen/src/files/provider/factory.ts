import { isOver, retirementText, type ProviderModel } from "@oauth1/descriptor";
import { docComment, sentences } from "../../comments.js";
import { namesApp, spareKeys } from "../../consumer.js";
import { hardline, indent, layOut, type Layout } from "../../layout.js";
import { call, object, type Members } from "../../literals.js";
import { functionHead, WIDTH } from "../../print.js";
import { sampleOptions } from "../../sample.js";
import { isOwnConsumer, isWithoutOptions, optionsType } from "./options.js";

/** The function that makes a client. */
export function factoryText(model: ProviderModel): Layout {
  const { names } = model;
  return [
    ...[factoryComment(model), hardline],
    functionHead(names.factory, {
      options: optionsType(model),
      isOptional: isWithoutOptions(model),
      returns: names.client,
    }),
    ...[indent([hardline, "return ", call("createClient", [factoryOptions(model)]), ";"])],
    ...[hardline, "}"],
  ];
}

function factoryOptions(model: ProviderModel): Layout {
  if (!isOwnConsumer(model)) return "{ ...options, provider }";
  const own = "...options.consumer";
  const spare = spareKeys(model).map((key): Members[number] => [key, '""']);
  const consumer: Members = namesApp(model) ? [...spare, [own, own]] : [["key", '""'], ...spare];
  return object([
    ["...options", "...options"],
    ["consumer", object(consumer)],
    ["provider", "provider"],
  ]);
}

function factoryComment(model: ProviderModel): string {
  const { name, names, summary } = model;
  const text = sentences([`A client for ${name}`, summary]) ?? "";
  const retirement = retirementText(model);
  // What still works for those who have it is not struck through.
  const over = retirement !== undefined && isOver(model);
  const paragraphs = retirement === undefined || over ? text : `${text}\n\n${retirement}`;
  const tags = [...(over ? [`@deprecated ${retirement}`] : []), "@example"];
  const sample = [`const ${names.camel} = `, call(names.factory, sampleOptions(model)), ";"];
  const code = layOut(sample, { width: WIDTH - 3 });
  return docComment(paragraphs, { tags, code });
}
