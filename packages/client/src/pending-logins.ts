import { isRecord } from "./kept.js";
import { parseTemporary, type TemporaryCredentials } from "./login/temporary.js";
import { sealingBox, type SealingKey } from "./sealing-box.js";

/** A login whose user is at the provider. */
export interface PendingLogin {
  readonly temporary: TemporaryCredentials;
  readonly returnTo: string;
}

/** A login that was found in a request. */
export interface FoundLogin {
  readonly login: PendingLogin;
  /** The cookie that ends it; unset where the callback does not name it, and so may be of another one. */
  readonly forget: string | undefined;
}

/** The logins under way in a browser, each in a sealed cookie of its own. */
export interface PendingLogins {
  /** The cookies to set: the login's, and those that end the oldest ones where there are too many. */
  readonly keep: (request: Request, login: PendingLogin) => Promise<readonly string[]>;
  /** The login that a callback is about: the one whose token it carries, or else the youngest. */
  readonly find: (request: Request) => Promise<FoundLogin | undefined>;
}

/** How logins wait. */
export interface PendingOptions {
  readonly client: { readonly provider: string };
  readonly key: SealingKey | readonly SealingKey[];
  readonly lifetime?: number;
  readonly now?: () => number;
}

/**
 * Keeps logins in cookies. They go to the whole site, because only then can they have the prefix `__Host-`, which keeps a
 * neighboring subdomain from planting a login of its own.
 */
export function pendingLogins(callback: URL, options: PendingOptions): PendingLogins {
  const { client, key, lifetime = 600, now = Date.now } = options;
  const isSecure = callback.protocol === "https:";
  const prefix = `${isSecure ? "__Host-" : ""}oauth1-${client.provider}-`;
  const attributes = `; Path=/; HttpOnly; SameSite=Lax${isSecure ? "; Secure" : ""}`;
  const box = sealingBox(key, `login ${client.provider}`);
  const forget = (name: string): string => `${name}=; Max-Age=0${attributes}`;
  return {
    async keep(request, login) {
      const sealed = await box.seal(login, { lifetime, now });
      const surplus = named(request, prefix).slice(0, 1 - MOST);
      const cookie = `${prefix}${sortableName(now())}=${sealed}`;
      if (cookie.length > LONGEST) {
        throw new TypeError(
          `This login of ${client.provider} takes ${cookie.length} characters, and browsers drop cookies of over ${LONGEST}: keep what begin() returns on the server, and use complete() instead of the handler.`,
        );
      }
      return [
        `${cookie}; Max-Age=${lifetime}${attributes}`,
        ...surplus.map(([old]) => forget(old)),
      ];
    },
    async find(request) {
      const carried = new Set(new URL(request.url).searchParams.values());
      let youngest: PendingLogin | undefined;
      for (const [name, sealed] of named(request, prefix).slice(-MOST)) {
        const login = parseLogin(await box.open(sealed, now));
        if (login === undefined) continue;
        if (carried.has(login.temporary.token.key)) return { login, forget: forget(name) };
        youngest = login;
      }
      return youngest && { login: youngest, forget: undefined };
    },
  };
}

const MOST = 5;

/** Name and value. */
const LONGEST = 4096;

// By the time when they were begun, which is in their names. What follows the prefix has no hyphen: with one it belongs to a
// provider whose id is longer.
function named({ headers }: Request, prefix: string): readonly (readonly [string, string])[] {
  return (headers.get("cookie") ?? "")
    .split(";")
    .map((pair) => {
      const [name = "", value = ""] = pair.trim().split("=");
      return [name, value] as const;
    })
    .filter(([name]) => name.startsWith(prefix) && !name.includes("-", prefix.length))
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

function sortableName(milliseconds: number): string {
  const [random = 0] = crypto.getRandomValues(new Uint32Array(1));
  return `${milliseconds.toString(36).padStart(9, "0")}${random.toString(36)}`;
}

function parseLogin(value: unknown): PendingLogin | undefined {
  if (!isRecord(value) || typeof value.returnTo !== "string") return undefined;
  const temporary = parseTemporary(value.temporary);
  return temporary && { temporary, returnTo: value.returnTo };
}
