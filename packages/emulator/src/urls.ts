import { expandTemplate, type ProviderModel } from "@oauth1/descriptor";

/** How URLs of the descriptor become those of the emulator. */
export interface Urls {
  /** Fills the variables of a template with a tenant's values; other placeholders stay. */
  readonly fill: (template: string) => string;
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
    fill: (template) => expandTemplate(template, model),
    locate(url) {
      const [whole, origin = ""] = /^(https?:\/\/[^/?#]+)/.exec(url) ?? [""];
      return `${located.get(new URL(origin).origin) ?? origin}${url.slice(whole.length)}`;
    },
  };
}
