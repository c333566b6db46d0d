import type { RequestParts } from "@oauth1/core";
import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { curlText } from "../../src/input.js";
import type { PageProvider } from "../contract.js";
import { Choice } from "../shared/choice.js";
import { CodeBlock } from "../shared/code-block.js";
import { coreCode, sdkCode } from "./code.js";
import type { Form } from "./form.js";
import type { ReadForm } from "./signing.js";

/** The same request as code: with core, with the provider's package, and for curl. */
export function CodeStage({
  form,
  read,
  request,
  sdk,
}: {
  readonly form: Form;
  readonly read: ReadForm;
  readonly request: RequestParts;
  readonly sdk: PageProvider["sdk"] | undefined;
}): VNode {
  const wanted = useSignal<string>("core");
  const codes = [
    ["core", "@oauth1/core", () => coreCode(form, read)],
    ...(sdk === undefined ? [] : [["sdk", sdk.package, () => sdkCode(sdk, form, read)] as const]),
    ["curl", "curl", () => curlText(request)],
  ] as const;
  const [value, , text] = codes.find(([id]) => id === wanted.value) ?? codes[0];
  return (
    <>
      <Choice
        label="Written with"
        choices={codes.map(([id, name]) => [id, name] as const)}
        value={value}
        onChange={(id) => (wanted.value = id)}
      />
      <CodeBlock text={text()} label="the code" />
    </>
  );
}
