import type { Session, SessionLevel } from "./session.js";

/** What `axios.create` takes: axios' own adapter for fetch, with the session's fetch in it. */
export interface AxiosSettings {
  readonly adapter: "fetch";
  readonly baseURL: string;
  /** The provider's and the client's, which axios would put its own in place of. */
  readonly headers: Record<string, string>;
  readonly env: { readonly fetch: typeof fetch; readonly Request: typeof Request };
}

/**
 * Settings for an axios instance (from axios 1.12 on) whose requests are signed. Everything else stays axios' own: how it
 * writes parameters and data, what it makes of an answer, and its errors.
 *
 * @example
 * const session = {
 *   baseUrl: "https://photos.example.net",
 *   fetch: async () => new Response("ok"),
 *   connection: { api: {}, options: { headers: { "User-Agent": "Album/1.0" } } },
 * };
 * const { baseURL, headers } = axiosSettings(session); // for axios.create
 * baseURL; // => "https://photos.example.net"
 * headers; // => { "User-Agent": "Album/1.0" }
 */
export function axiosSettings({
  baseUrl,
  fetch,
  connection: { api, options },
}: Pick<Session<string, SessionLevel>, "baseUrl" | "connection" | "fetch">): AxiosSettings {
  const headers = { ...api.headers, ...options.headers };
  return { adapter: "fetch", baseURL: baseUrl, headers, env: { fetch, Request: FormRequest } };
}

// On Node.js, axios calls every body that has no type a plain form, also one whose boundary only the platform knows.
class FormRequest extends Request {
  constructor(input: string | URL | Request, init: RequestInit = {}) {
    const headers = new Headers(init.headers);
    const isMistaken = /urlencoded/.test(headers.get("content-type") ?? "");
    if (isMistaken && init.body instanceof FormData) headers.delete("content-type");
    super(input, { ...init, headers });
  }
}
