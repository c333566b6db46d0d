/** A framework that an app can be made for. */
export interface Template {
  readonly id: TemplateId;
  readonly name: string;
  readonly scripts: Readonly<Record<"dev" | "start", string>> & Readonly<Record<string, string>>;
  readonly dependencies: readonly string[];
  readonly devDependencies: readonly string[];
  /** What `.gitignore` names besides the usual. */
  readonly ignored: readonly string[];
  /** The file that the server begins with, and what it does. */
  readonly server: string;
}

/** The names of the templates, as an option takes them. */
export type TemplateId = "express" | "hono" | "next" | "node" | "workers";

const WATCHED = {
  dev: "tsx run.ts tsx watch src/server.ts",
  start: "tsx run.ts tsx src/server.ts",
} as const;

/** Everything that an app can be made for. */
export const TEMPLATES: readonly Template[] = [
  {
    id: "node",
    name: "Node.js, without a framework",
    scripts: WATCHED,
    dependencies: ["@oauth1/core"],
    devDependencies: [],
    ignored: [],
    server: "src/server.ts",
  },
  {
    id: "hono",
    name: "Hono",
    scripts: WATCHED,
    dependencies: ["@hono/node-server", "hono"],
    devDependencies: [],
    ignored: [],
    server: "src/server.ts",
  },
  {
    id: "express",
    name: "Express",
    scripts: WATCHED,
    dependencies: ["@oauth1/core", "express"],
    devDependencies: ["@types/express"],
    ignored: [],
    server: "src/server.ts",
  },
  {
    id: "workers",
    name: "Cloudflare Workers",
    scripts: {
      dev: "tsx run.ts wrangler dev --ip 127.0.0.1 --port PORT VARS",
      start: "tsx run.ts wrangler dev --ip 127.0.0.1 --port PORT VARS",
      deploy: "wrangler deploy",
    },
    dependencies: [],
    devDependencies: ["wrangler"],
    ignored: [".wrangler"],
    server: "src/worker.ts",
  },
  {
    id: "next",
    name: "Next.js",
    scripts: {
      dev: "tsx run.ts next dev --hostname 127.0.0.1 --port PORT",
      build: "next build",
      start: "next build && tsx run.ts next start --hostname 127.0.0.1 --port PORT",
    },
    dependencies: ["next", "react", "react-dom"],
    devDependencies: ["@types/react"],
    ignored: [".next", "next-env.d.ts"],
    server: "app/[[...path]]/route.ts",
  },
];
