import { readRequest, writeResponse } from "@oauth1/core/node";
import express from "express";
import { setting } from "./settings.ts";
import { site } from "./site.ts";

const { hostname, origin } = new URL(setting("APP_URL"));
const app = express();

// Routes of your own go here.

app.use(async (incoming, outgoing) => {
  const parts = await readRequest(incoming, { origin });
  if (parts === undefined) outgoing.status(413).end();
  else await writeResponse(await site(new Request(parts.url, parts)), outgoing);
});

app.listen(Number(process.env.PORT), hostname);
