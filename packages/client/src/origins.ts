import type { ProviderDescription } from "./description.js";
import { isLoopback } from "./destination.js";
import type { AnyClientOptions } from "./options.js";
import type { Reach } from "./reach.js";
import { expandUrl, type TemplateValues } from "./template.js";

/**
 * Where a provider's URLs lead for a client. Throws a TypeError for an option that names no origin.
 *
 * @example
 * const description = { id: "photos", name: "Photos", api: { baseUrl: "https://photos.example.net" } };
 * const options = { consumer: { key: "k" }, originMap: { "https://photos.example.net": "http://127.0.0.1:8080" } };
 * const reach = createReach(description, options, { given: new Map(), described: {} });
 * reach.locate("https://photos.example.net/v1"); // => "http://127.0.0.1:8080/v1"
 */
export function createReach(
  provider: ProviderDescription,
  { originMap = {}, origins = [] }: Pick<AnyClientOptions, "originMap" | "origins">,
  values: TemplateValues,
): Reach {
  demandOrigins("originMap", Object.entries(originMap).flat());
  demandOrigins("origins", origins);
  const relocate = (url: string): string => relocated(new URL(url), originMap);
  const own = originTemplates(provider).map((template) => expandUrl(template, values));
  const places = [...own.filter((url) => isMapped(new URL(url), originMap)), ...origins];
  return {
    locate: (template) => relocate(expandUrl(template, values)),
    relocate,
    origins: new Set(places.map((url) => new URL(relocate(url)).origin)),
  };
}

// A path may have placeholders that are no variables, such as that of a token. Where an account's server is, its session knows.
function originTemplates({ flows = [], api }: ProviderDescription): string[] {
  const templates = [...flows.flatMap(({ urls }) => urls), api.baseUrl];
  return [...templates, ...Object.values(api.hosts ?? {})].flatMap(
    (template) => /^(?!\{account\.)(?:https?:\/\/)?[^/?#]*/.exec(template)?.[0] ?? [],
  );
}

// What is not letter by letter an origin would be none of the provider's, and the requests go where they went before.
function demandOrigins(option: string, given: readonly string[]): void {
  for (const text of given) {
    const origin = URL.canParse(text) ? new URL(text).origin : "null";
    if (origin === text) continue;
    const meant = origin === "null" ? "https://photos.example.net" : origin;
    throw new TypeError(
      `The option \`${option}\` has ${JSON.stringify(text)}, which is no origin: write it like ${JSON.stringify(meant)}.`,
    );
  }
}

type OriginMap = Readonly<Record<string, string>>;

// An app that sends the provider's requests elsewhere, such as to an emulator, wants none to go to the real one.
function isMapped(url: URL, originMap: OriginMap): boolean {
  const isNone = Object.keys(originMap).length === 0;
  return isNone || Object.hasOwn(originMap, url.origin) || isLoopback(url);
}

function relocated(url: URL, originMap: OriginMap): string {
  const origin = Object.hasOwn(originMap, url.origin) ? originMap[url.origin] : undefined;
  // Joined as text: a path with two slashes in front would name another host.
  return origin === undefined ? url.href : origin + `${url.pathname}${url.search}${url.hash}`;
}
