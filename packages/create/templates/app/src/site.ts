import { html, page } from "./html.ts";
import { routes } from "./pages.ts";
import { setting } from "./settings.ts";

/** Answers a request for any page of the app, on any server that speaks Request and Response. */
export async function site(request: Request): Promise<Response> {
  try {
    return await answerTo(request);
  } catch (error) {
    // What went wrong is for whoever runs the app, and not for whoever visits it.
    console.error(error);
    return page(html`<h1>Something broke</h1>`, 500);
  }
}

async function answerTo(request: Request): Promise<Response> {
  const app = new URL(setting("APP_URL"));
  const { pathname, search } = new URL(request.url);
  // Cookies belong to one host: http://localhost has not those of http://127.0.0.1. Behind a proxy the header may name any.
  if (isHere(app) && (request.headers.get("host") ?? app.host) !== app.host)
    return redirect(app.origin + pathname + search);
  // No other site may send the forms of this one.
  if (request.method === "POST" && request.headers.get("origin") !== app.origin) {
    return page(html`<h1>This form is not from here</h1>`, 403);
  }
  const route = routes[`${request.method} ${pathname}`];
  return route === undefined ? page(html`<h1>Nothing is here</h1>`, 404) : route(request);
}

function isHere({ hostname }: URL): boolean {
  return /^(?:127\.|localhost$|\[::1\]$)/.test(hostname);
}

function redirect(location: string): Response {
  return new Response(null, { status: 307, headers: { location } });
}
