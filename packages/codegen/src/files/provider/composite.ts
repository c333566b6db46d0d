import type { FlowModel, ProviderModel } from "@oauth1/descriptor";
import { docComment } from "../../comments.js";
import { hardline, indent } from "../../layout.js";
import { call, list, object, quote } from "../../literals.js";
import type { Statement } from "../../print.js";

/** A reader of the one text that holds all credentials, where the provider shows such a text. */
export function keyStatements(model: ProviderModel): readonly Statement[] {
  const composite = compositeOf(model);
  if (composite === undefined) return [];
  const comment = docComment(
    `The credentials in the text that ${model.name} shows. Throws a TypeError for any other text.`,
  );
  const form = object([
    ["separator", quote(composite.separator)],
    ["order", list(composite.order.map(quote))],
  ]);
  const head = `export function ${model.names.readKey}(text: string): CompositeCredentials {`;
  const body = ["return ", call("compositeCredentials", ["text", form]), ";"];
  return [
    { kind: "text", text: [comment, hardline, head, indent([hardline, body]), hardline, "}"] },
  ];
}

/** The one text that holds all credentials. */
export function compositeOf({
  oauth,
}: ProviderModel): Extract<FlowModel, { kind: "pre-issued" }>["composite"] {
  return oauth.flows.find((flow) => flow.kind === "pre-issued")?.composite;
}
