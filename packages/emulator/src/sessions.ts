import { headerValues, type RequestParts } from "@oauth1/core";

/** A browser that has been here: who is logged in with it, and what keeps its forms apart from everybody else's. */
export interface BrowserSession {
  readonly id: string;
  readonly user: string | undefined;
  /** A token for the forms of this session that are about one thing, such as one consent. */
  readonly formToken: (about: string) => Promise<string>;
}

/** The browsers that have been here. */
export interface BrowserSessions {
  readonly find: (request: RequestParts) => BrowserSession | undefined;
  /** Logs a user in: the session gets a new id, which the cookie header carries. */
  readonly logIn: (user: string) => { readonly cookie: string };
}

/**
 * Browser sessions in memory, by a cookie.
 *
 * @example
 * const sessions = createSessions("emulator");
 * const { cookie } = sessions.logIn("alice");
 * const request = { method: "GET", url: "http://127.0.0.1/", headers: { cookie: cookie.split(";")[0] } };
 * sessions.find(request)?.user; // => "alice"
 */
export function createSessions(name: string): BrowserSessions {
  const users = new Map<string, string>();
  return {
    find(request) {
      const id = cookieOf(request, name);
      if (id === undefined || !users.has(id)) return undefined;
      return { id, user: users.get(id), formToken: (about) => digest(`${id} ${about}`) };
    },
    logIn(user) {
      const id = hex(crypto.getRandomValues(new Uint8Array(16)));
      users.set(id, user);
      return { cookie: `${name}=${id}; Path=/; HttpOnly; SameSite=Lax` };
    },
  };
}

function cookieOf({ headers }: RequestParts, name: string): string | undefined {
  const cookies = headerValues(headers, "cookie").flatMap((value) => value.split(/;\s*/));
  return cookies.find((cookie) => cookie.startsWith(`${name}=`))?.slice(name.length + 1);
}

async function digest(text: string): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))));
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
