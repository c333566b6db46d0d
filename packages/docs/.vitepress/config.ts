import { existsSync, readFileSync } from "node:fs";
import { defineConfig, type DefaultTheme, type MarkdownRenderer } from "vitepress";
import llmstxt from "vitepress-plugin-llms";
import { SECTIONS } from "../src/navigation.js";
import { BASE } from "../src/paths.js";

// Views of the emulator's page are no pages of this site, so the browser has to load it.
const views: DefaultTheme.NavItemWithLink[] = [
  { text: "Playground", link: "/page/#/playground", target: "_self" },
  { text: "Doctor", link: "/page/#/doctor", target: "_self" },
];

const sections: DefaultTheme.SidebarItem[] = SECTIONS.map(({ text, items }) => ({
  text,
  items: [...items],
}));

// A heading in the sidebar is no page of its own.
const pages: DefaultTheme.SidebarItem[] = SECTIONS.map(({ text, items }) => ({
  text,
  items: items.filter(({ link }) => !link.includes("#") && link !== "/"),
}));

const config = defineConfig({
  base: BASE,
  title: "@oauth1",
  description: "The OAuth 1.0a toolkit for TypeScript",
  lang: "en",
  head: [["link", { rel: "icon", href: `${BASE}page/icon.svg` }]],
  srcExclude: ["src/**", "test/**", "generated/**", "README.md"],
  outDir: "dist",
  cacheDir: "node_modules/.cache/vitepress",
  cleanUrls: true,
  metaChunk: true,
  themeConfig: {
    nav: [
      { text: "Guides", link: "/guides/sign-one-request" },
      { text: "Story", link: "/story" },
      ...views,
      { text: "Providers", link: "/providers/" },
      { text: "Reference", link: "/reference/" },
    ],
    sidebar: {
      "/": sections,
      "/reference/": referenceSidebar(),
    },
    outline: { level: [2, 3] },
    search: {
      provider: "local",
      options: {
        miniSearch: {
          searchOptions: {
            // What a person has written comes before what is made. This function goes into the page as text.
            boostDocument: (id: string) => (/\/(?:reference|providers)\//.test(id) ? 0.5 : 1),
          },
        },
      },
    },
  },
  markdown: {
    config: nameFiles,
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
  },
  vite: {
    logLevel: "warn",
    plugins: [
      llmstxt({
        ignoreFiles: ["reference/**"],
        excludeIndexPage: false,
        sidebar: pages,
      }),
    ],
    build: { chunkSizeWarningLimit: 8000 },
  },
});

// Examples import each other by the names that stand behind their language: these are shown above them.
function nameFiles(md: MarkdownRenderer): void {
  const { fence } = md.renderer.rules;
  md.renderer.rules.fence = (tokens, index, ...rest) => {
    const [, name] = /\[(.+)\]/.exec(tokens[index]?.info ?? "") ?? [];
    const heading = name === undefined ? "" : `<p class="file">${md.utils.escapeHtml(name)}</p>`;
    return heading + (fence?.(tokens, index, ...rest) ?? "");
  };
}

// typedoc writes it beside its pages.
function referenceSidebar(): DefaultTheme.SidebarItem[] {
  const file = new URL("../reference/typedoc-sidebar.json", import.meta.url);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : [];
}

// vitepress looks for a default export.
export default config;
