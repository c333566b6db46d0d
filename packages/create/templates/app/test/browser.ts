import { site } from "../src/site.ts";

/** A browser as far as the tests need one: it keeps the app's cookies, and follows redirects within the app. */
export class Browser {
  readonly #cookies = new Map<string, string>();

  open(path: string): Promise<Page> {
    return this.#request(path, {});
  }

  submit(path: string, fields: Record<string, string> = {}): Promise<Page> {
    const headers = { origin: APP };
    return this.#request(path, { method: "POST", headers, body: new URLSearchParams(fields) });
  }

  async #request(path: string, init: RequestInit): Promise<Page> {
    const request = new Request(new URL(path, APP), init);
    request.headers.set("cookie", [...this.#cookies].map((pair) => pair.join("=")).join("; "));
    const response = await site(request);
    for (const cookie of response.headers.getSetCookie()) this.#keep(cookie);
    const location = response.headers.get("location");
    const text = await response.text();
    if (location?.startsWith("/") === true) return this.open(location);
    return { status: response.status, location: location ?? "", text };
  }

  #keep(cookie: string): void {
    const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
    if (value === "") this.#cookies.delete(name);
    else this.#cookies.set(name, value);
  }
}

/** What the browser shows, or where it would go, outside of the app. */
export interface Page {
  status: number;
  location: string;
  text: string;
}

/** Where the app is in tests. */
export const APP = "http://app.test";
