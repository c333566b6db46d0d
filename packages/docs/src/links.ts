import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { globSync } from "tinyglobby";
import { BASE } from "./paths.js";

/** What a page of the site offers and asks for. */
interface Page {
  readonly ids: ReadonlySet<string>;
  readonly links: readonly string[];
}

/** Links inside a built site that lead nowhere: to a file, or to a `#fragment` of a page, that is not there. */
export async function brokenLinks(site: string): Promise<readonly string[]> {
  const files = new Set(globSync("**/*", { cwd: site }));
  const pages = new Map<string, Page>();
  for (const file of files)
    if (file.endsWith(".html")) pages.set(file, pageOf(await readFile(join(site, file), "utf8")));
  const index = "llms.txt";
  if (files.has(index)) pages.set(index, listOf(await readFile(join(site, index), "utf8")));
  return [...pages].flatMap(([file, { links }]) =>
    links.flatMap((link) => {
      const problem = problemOf(link, file, { files, pages });
      return problem === undefined ? [] : [`${file}: ${link}: ${problem}`];
    }),
  );
}

// The list of pages for machines is Markdown.
function listOf(text: string): Page {
  return {
    ids: new Set(),
    links: [...text.matchAll(/\]\(([^)]*)\)/g)].map(([, link = ""]) => link),
  };
}

/** The ids and the links of a page of HTML. */
export function pageOf(html: string): Page {
  const values = (pattern: RegExp): readonly string[] =>
    [...html.matchAll(pattern)].map(([, value = ""]) => value.replaceAll("&amp;", "&"));
  return {
    ids: new Set(values(/\sid="([^"]*)"/g)),
    links: values(/<a\s[^>]*?href="([^"]*)"/g),
  };
}

interface Site {
  readonly files: ReadonlySet<string>;
  readonly pages: ReadonlyMap<string, Page>;
}

function problemOf(link: string, from: string, site: Site): string | undefined {
  if (/^[a-z][a-z0-9+.-]*:/i.test(link)) return undefined;
  const [path = "", fragment = ""] = link.split("#");
  const file = fileOf(path, from, site.files);
  if (file === undefined) return "there is no such page";
  const page = site.pages.get(file);
  // The emulator's page has views behind its fragments, which start with a slash.
  if (fragment === "" || fragment.startsWith("/") || page === undefined) return undefined;
  return page.ids.has(decodeURIComponent(fragment)) ? undefined : "there is no such heading";
}

function fileOf(path: string, from: string, files: ReadonlySet<string>): string | undefined {
  if (path === "") return from;
  const absolute = path.startsWith(BASE) ? path.slice(BASE.length) : join(dirname(from), path);
  const wanted = decodeURIComponent(absolute).replace(/\/$/, "");
  const spellings = [wanted, `${wanted}.html`, join(wanted, "index.html")];
  return spellings.find((file) => files.has(file));
}
