import { createServer } from "node:http";
import { readRequest, writeResponse } from "@oauth1/core/node";
import { listening, setting } from "./settings.ts";
import { site } from "./site.ts";

const app = new URL(setting("APP_URL"));

const server = createServer(async (incoming, outgoing) => {
  try {
    const parts = await readRequest(incoming, { origin: app.origin });
    if (parts === undefined) outgoing.writeHead(413, { connection: "close" }).end();
    else await writeResponse(await site(new Request(parts.url, parts)), outgoing);
  } catch (error) {
    console.error(error);
    outgoing.writeHead(500).end("Something broke: see the terminal.");
  }
});

server.listen(listening());
