import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { listening } from "./settings.ts";
import { site } from "./site.ts";

const app = new Hono();

// Routes of your own go here.

app.all("*", (c) => site(c.req.raw));

const { host, port } = listening();
serve({ fetch: app.fetch, hostname: host, port });
