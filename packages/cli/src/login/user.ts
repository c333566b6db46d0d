import type { Begun } from "@oauth1/client";
import type { LoginModel, ProviderModel } from "@oauth1/descriptor";
import type { Back } from "@oauth1/emulator/description";
import { UsageError } from "../failure.js";
import { askLine, askSecret, askText } from "../prompt.js";
import { readPairs } from "../provider/values.js";
import { variable, VARIABLES } from "../secrets.js";
import { note } from "../terminal.js";
import { openBrowser } from "./browser.js";
import { openCallbackServer } from "./callback-server.js";
import { completed, demand, type Detail, type Details } from "./details.js";

/** Whoever logs in: a person at the terminal, or the emulator in place of one. */
export interface User {
  /** How the user will come back from the provider's page. */
  readonly return: (flow: LoginModel, model: ProviderModel) => Promise<Return>;
  /** Name and password, for a provider that takes them from apps. */
  readonly password: () => Promise<{ readonly username: string; readonly password: string }>;
  /** A token that the provider's own pages have shown; also as the one text that some of them show. */
  readonly token: () => Promise<{ readonly key: string; readonly secret: string }>;
  readonly composite: () => Promise<string>;
  /** What comes without such a token, and the provider's URLs are made of. */
  readonly fields: (wanted: readonly Detail[]) => Promise<Details>;
  /** The verifier that the provider has sent to the app. */
  readonly pushed: () => Promise<string>;
}

/** A user's way back. */
export interface Return {
  /** Unset where the user comes back with a verifier, or with nothing. */
  readonly callback: string | undefined;
  readonly back: (begun: Begun) => Promise<Back>;
  /** Tells the user how it ended. */
  readonly close: (message: string) => Promise<void>;
}

/** How a person wants to log in. */
export interface PersonOptions {
  readonly pin?: true;
  readonly callback?: string;
  readonly browser: boolean;
  /** Milliseconds. */
  readonly patience: number;
  readonly username?: string;
  /** What was said of the account. */
  readonly fields: Details;
}

/** The flags of a login that say so. */
export interface PersonFlags {
  readonly field?: readonly string[];
  readonly pin?: true;
  readonly callback?: string;
  readonly browser: boolean;
  readonly timeout: string;
  readonly username?: string;
}

/** How a person wants to log in, by flags. Throws a `UsageError` for what is no time, no URL and no field. */
export function personOptions(flags: PersonFlags): PersonOptions {
  const { pin, callback, browser, username } = flags;
  const seconds = Number(flags.timeout);
  if (!(seconds > 0 && seconds <= 86_400)) {
    throw new UsageError("--timeout is a number of seconds, up to a day.");
  }
  if (callback !== undefined && !URL.canParse(callback)) {
    throw new UsageError("--callback is an absolute URL, such as http://127.0.0.1:8765/callback.");
  }
  return {
    browser,
    fields: Object.fromEntries(readPairs(flags.field ?? [], "--field")),
    patience: seconds * 1000,
    ...(pin && { pin }),
    ...(callback !== undefined && { callback }),
    ...(username !== undefined && { username }),
  };
}

/** A person at the terminal, with a browser. */
export function person(options: PersonOptions): User {
  return {
    return: (flow, model) => returnOf(flow, model, options),
    async password() {
      const username = options.username ?? (await askText("User name: "));
      const mend = `set ${VARIABLES.password}`;
      return { username, password: variable("password") ?? (await askSecret("Password", mend)) };
    },
    async token() {
      const key = variable("token") ?? (await askText("Token: "));
      const mend = `set ${VARIABLES.tokenSecret}`;
      return { key, secret: variable("tokenSecret") ?? (await askSecret("Token secret", mend)) };
    },
    composite: async () =>
      variable("token") ?? askSecret("API key", `set ${VARIABLES.token} to the whole text`),
    async fields(wanted) {
      const fields = await completed(wanted, options.fields);
      demand(wanted, fields, {
        sentence: "A token of the provider's own pages comes without:",
        flag: "--field",
      });
      return fields;
    },
    pushed: () => askText("Verifier: "),
  };
}

async function returnOf(
  { callback: { modes, tokenParameter }, authorization }: LoginModel,
  { name, oauth }: ProviderModel,
  options: PersonOptions,
): Promise<Return> {
  const { pin = false, callback, patience } = options;
  if (pin && modes === "callback" && oauth.revision !== "1.0") {
    throw new UsageError(`${name} shows no verifier, and sends users back: leave --pin out.`);
  }
  if (pin || modes === "pin" || authorization.method !== "GET")
    return typedReturn(name, oauth, options);
  const wanted = callback === undefined ? undefined : new URL(callback);
  if (wanted !== undefined && !isServed(wanted)) return pastedReturn(wanted.href, options);
  const server = await openCallbackServer(wanted);
  return {
    ...server,
    back({ authorizationUrl, temporary }) {
      show(authorizationUrl, options);
      // Whatever else visits the page cannot end the login: only a callback of its own, or one that names no token.
      const isOurs = ({ searchParams }: URL): boolean =>
        (searchParams.get(tokenParameter) ?? temporary.token.key) === temporary.token.key;
      return server.visited(isOurs, patience).then((callbackUrl) => ({ callbackUrl }));
    },
  };
}

// For https nobody has given us a certificate.
function isServed({ protocol, hostname }: URL): boolean {
  return protocol === "http:" && /^(?:127\.0\.0\.1|localhost)$/.test(hostname);
}

function typedReturn(
  name: string,
  { revision }: ProviderModel["oauth"],
  options: PersonOptions,
): Return {
  return {
    callback: undefined,
    async back({ authorizationUrl, authorizationMethod }) {
      if (authorizationMethod === undefined) show(authorizationUrl, options);
      else note(`Make a signed-in ${authorizationMethod} request to\n\n  ${authorizationUrl}\n`);
      if (revision === "1.0") {
        await askLine(`Press Enter when ${name} says that it is done. `);
        return { nothing: true };
      }
      return { verifier: await askText(`The verifier that ${name} shows: `) };
    },
    close: async () => undefined,
  };
}

// A page that is not served here cannot be waited for.
function pastedReturn(callback: string, options: PersonOptions): Return {
  return {
    callback,
    async back({ authorizationUrl }) {
      show(authorizationUrl, options);
      return { callbackUrl: await askText("The address that the browser ends at: ") };
    },
    close: async () => undefined,
  };
}

function show(url: string, { browser }: PersonOptions): void {
  note(
    `${browser ? "Your browser opens this page. If it does not" : "To say yes"}, visit\n\n  ${url}\n`,
  );
  if (browser) openBrowser(url);
}
