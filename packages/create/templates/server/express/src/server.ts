import { readRequest, writeResponse } from "@oauth1/core/node";
import express, { type ErrorRequestHandler } from "express";
import { listening, setting } from "./settings.ts";
import { site } from "./site.ts";

const { origin } = new URL(setting("APP_URL"));
const app = express();

// Routes of your own go here.

app.use(async (incoming, outgoing) => {
  const parts = await readRequest(incoming, { origin });
  if (parts === undefined) outgoing.status(413).end();
  else await writeResponse(await site(new Request(parts.url, parts)), outgoing);
});

// Without this, Express shows visitors where in the code something broke.
app.use(((error, _incoming, outgoing, _next) => {
  console.error(error);
  outgoing.status(500).end("Something broke: see the terminal.");
}) satisfies ErrorRequestHandler);

const { host, port } = listening();
app.listen(port, host);
