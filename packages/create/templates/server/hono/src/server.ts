import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { setting } from "./settings.ts";
import { site } from "./site.ts";

const app = new Hono();

// Routes of your own go here.

app.all("*", (c) => site(c.req.raw));

serve({
  fetch: app.fetch,
  hostname: new URL(setting("APP_URL")).hostname,
  port: Number(process.env.PORT),
});
