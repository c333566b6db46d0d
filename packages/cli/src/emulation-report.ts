import type { IssuedToken } from "@oauth1/emulator";
import { shellQuoted } from "@oauth1/emulator/input";
import type { Emulated } from "./emulation.js";
import type { Profile } from "./profiles.js";
import type { FoundProvider } from "./provider/find.js";
import { table } from "./terminal.js";

/** An emulated provider, and the page that shows it. */
export interface Running extends Emulated {
  readonly found: FoundProvider;
  readonly page: string | undefined;
  readonly token: IssuedToken | undefined;
  /** Whether the secrets of the app are told, which were made up. */
  readonly showSecrets: boolean;
}

/** What a program has to know of it. */
export function factsOf(running: Running): object {
  const { emulator, app, page, token } = running;
  const { origin, port, originMap, variables, pages } = emulator;
  const consumer = consumerOf(running);
  const { endpoints } = app;
  return { ok: true, page, origin, port, consumer, endpoints, originMap, variables, token, pages };
}

/** The same for people, as lines. */
export function reportOf(running: Running): readonly string[] {
  const { found, emulator, app, page, token, showSecrets } = running;
  const { fields = {}, ...credentials }: Partial<IssuedToken> = token ?? {};
  const rows = [
    ...Object.entries(consumerOf(running)).map(([part, text]) => [`consumer ${part}`, text]),
    ...Object.entries({ ...credentials, ...fields }).flatMap(([part, text]) =>
      text === undefined ? [] : [[`token ${part}`, text]],
    ),
    ...Object.entries(app.endpoints),
    ...Object.entries(emulator.pages).map(([name, url]) => [`page: ${name}`, url]),
  ];
  return [
    ...(page === undefined ? [] : [`Follow a login in your browser: ${page}`, SHOWN, ""]),
    `${found.model.name}, emulated at ${placeOf(emulator)}`,
    "",
    ...table(rows),
    "",
    ...(showSecrets ? [codeFor(running), ""] : []),
  ];
}

const SHOWN = "What oauth1 and your own programs send to this provider is shown there too.";

function placeOf({ origin, port }: Emulated["emulator"]): string {
  const own = new URL(`http://127.0.0.1:${port}`).origin;
  return origin === own ? own : `${origin}, which has to lead to ${own}`;
}

function consumerOf({ profile, app, showSecrets }: Running): Profile["consumer"] {
  return showSecrets ? profile.consumer : { key: app.key };
}

// What an app that uses the SDK writes to get here. Of a descriptor of the user's own, nobody has published one.
function codeFor({ found: { reference, model }, emulator, profile }: Running): string {
  const { id, names } = model;
  const { originMap, variables } = emulator;
  const options = {
    consumer: profile.consumer,
    ...(Object.keys(variables).length > 0 && { variables }),
    originMap,
  };
  const lines = Object.entries(options).map(
    ([option, value]) => `  ${option}: ${JSON.stringify(value)},`,
  );
  const source = shellQuoted(reference);
  return [
    ...(reference === id ? [] : [`// oauth1 generate ${source} --out sdk makes this package.`]),
    `import { ${names.factory} } from "@oauth1/${id}";`,
    `const ${names.camel} = ${names.factory}({`,
    ...lines,
    "});",
  ].join("\n");
}
