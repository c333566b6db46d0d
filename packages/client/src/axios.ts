import type { Session, SessionLevel } from "./session.js";

/** What `axios.create` takes: axios' own adapter for fetch, with the session's fetch in it. */
export interface AxiosSettings {
  readonly adapter: "fetch";
  readonly baseURL: string;
  readonly env: { readonly fetch: typeof fetch };
}

/**
 * Settings for an axios instance (from axios 1.12 on) whose requests are signed. Everything else stays axios' own: how it
 * writes parameters and data, what it makes of an answer, and its errors.
 *
 * @example
 * const session = { baseUrl: "https://photos.example.net", fetch: async () => new Response("ok") };
 * const { baseURL } = axiosSettings(session); // for axios.create
 * baseURL; // => "https://photos.example.net"
 */
export function axiosSettings({
  baseUrl,
  fetch,
}: Pick<Session<string, SessionLevel>, "baseUrl" | "fetch">): AxiosSettings {
  return { adapter: "fetch", baseURL: baseUrl, env: { fetch } };
}
