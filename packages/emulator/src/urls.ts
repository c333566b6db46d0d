import { expandTemplate, templateVariables, type ProviderModel } from "@oauth1/descriptor";

/** How URLs of the descriptor become those of the emulator. */
export interface Urls {
  /**
   * Fills the variables of a URL's template with a tenant's values; other placeholders stay. Throws a TypeError for a value
   * that no client would put there.
   */
  readonly fill: (template: string) => string;
  /** The same for a template that is no URL, such as a realm, where any value may stand. */
  readonly fillText: (template: string) => string;
  /** Where a filled URL of the provider is emulated. */
  readonly locate: (url: string) => string;
}

/**
 * The URLs of a provider; `located` says where each origin is emulated, and may be filled later.
 *
 * @example
 * const model = { variables: [{ name: "shop", type: "text", example: "s1", values: [] }] };
 * const urls = createUrls(model, new Map([["https://s1.example", "http://127.0.0.1:1"]]));
 * urls.locate(urls.fill("https://{shop}.example/{id}?a")); // => "http://127.0.0.1:1/{id}?a"
 */
export function createUrls(
  model: Pick<ProviderModel, "variables"> & Partial<Pick<ProviderModel, "accountTexts">>,
  located: ReadonlyMap<string, string>,
): Urls {
  return {
    fill(template) {
      checkPieces(template, model);
      return expandTemplate(template, model);
    },
    fillText: (template) => expandTemplate(template, model),
    locate(url) {
      const [whole, origin = ""] = /^(https?:\/\/[^/?#]+)/.exec(url) ?? [""];
      return `${located.get(new URL(origin).origin) ?? origin}${url.slice(whole.length)}`;
    },
  };
}

// As a client does, so that nobody's tests pass with a value that it refuses.
function checkPieces(template: string, { variables }: Pick<ProviderModel, "variables">): void {
  const pieces = new Set(
    templateVariables(template).flatMap(({ name, index }) => (index === 0 ? [] : [name])),
  );
  const wrong = variables.find(
    ({ name, type, example, values }) =>
      pieces.has(name) && type === "text" && values.length === 0 && !PIECE.test(example),
  );
  if (wrong === undefined) return;
  throw new TypeError(
    `The variable ${wrong.name} is ${JSON.stringify(wrong.example)}: it has to be made of letters, digits and .-_~.`,
  );
}

const PIECE = /^(?!\.+$)[\w.~-]+$/;
