import { once } from "node:events";
import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { BASE } from "./paths.js";

/** A folder that is served on a free port of this machine. */
export interface Served {
  /** With a slash at its end. */
  readonly url: string;
  readonly close: () => void;
}

/** Serves a built site under its base, its URLs without `.html`. */
export async function serveFolder(folder: string): Promise<Served> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const file = fileOf(folder, decodeURIComponent(pathname).replace(BASE, "/"));
    response.setHeader("content-type", TYPES[extname(file)] ?? "application/octet-stream");
    response.statusCode = file === join(folder, "404.html") ? 404 : 200;
    response.end(readFileSync(file));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return { url: `http://127.0.0.1:${port}${BASE}`, close: () => server.close() };
}

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".json": "application/json",
  ".txt": "text/plain",
};

function fileOf(folder: string, path: string): string {
  const wanted = join(folder, path);
  const spellings = [wanted, `${wanted}.html`, join(wanted, "index.html")];
  return (
    spellings.find(
      (file) => file.startsWith(folder) && existsSync(file) && statSync(file).isFile(),
    ) ?? join(folder, "404.html")
  );
}
