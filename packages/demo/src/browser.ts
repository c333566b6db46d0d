/** A browser as far as a login needs one: it keeps cookies, follows links and submits forms. */
export interface Browser {
  /** Follows redirects until there is a page. */
  readonly open: (url: string) => Promise<Page>;
  /** Submits the form of a page that has these fields, and this action where one is named. */
  readonly submit: (
    page: Page,
    fields: Readonly<Record<string, string>>,
    action?: string,
  ) => Promise<Page>;
}

/** What the browser shows. */
export interface Page {
  readonly url: string;
  readonly status: number;
  readonly markup: string;
}

/** Makes a browser without cookies. */
export function createBrowser(): Browser {
  // By origin, as if each site had a host of its own.
  const jar = new Map<string, Map<string, string>>();

  async function request(url: string, init: RequestInit): Promise<Page> {
    const { origin } = new URL(url);
    const cookies = jar.get(origin) ?? new Map<string, string>();
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = { accept: "text/html", ...(cookie === "" ? {} : { cookie }) };
    const response = await fetch(url, { ...init, redirect: "manual", headers });
    for (const set of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      jar.set(origin, cookies.set(name, value));
    }
    const location = response.headers.get("location");
    const markup = await response.text();
    if (location === null) return { url, status: response.status, markup };
    return request(new URL(location, url).href, { method: "GET" });
  }

  return {
    open: (url) => request(url, { method: "GET" }),
    submit(page, fields, action) {
      const form = formWith(page.markup, Object.keys(fields), action);
      const target = new URL(attribute(form, "action") ?? page.url, page.url);
      const filled = [...form.matchAll(/<input[^>]*>/g)].map(([input]): [string, string] => [
        attribute(input, "name") ?? "",
        attribute(input, "value") ?? "",
      ]);
      const body = new URLSearchParams({ ...Object.fromEntries(filled), ...fields });
      return request(target.href, { method: "POST", body });
    },
  };
}

function formWith(markup: string, names: readonly string[], action: string | undefined): string {
  const forms = [...markup.matchAll(/<form[\s\S]*?<\/form>/g)].map(([form]) => form);
  const found = forms.find(
    (form) =>
      names.every((name) => form.includes(`name="${name}"`)) &&
      (action === undefined || attribute(form, "action") === action),
  );
  if (found !== undefined) return found;
  const wanted = [action, ...names].filter((one) => one !== undefined).join(", ");
  throw new Error(`The page has no form with ${wanted || "a button"}:\n${markup}`);
}

function attribute(element: string, name: string): string | undefined {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(element)?.[1];
  return value?.replaceAll("&amp;", "&").replaceAll("&quot;", '"').replaceAll("&#39;", "'");
}
