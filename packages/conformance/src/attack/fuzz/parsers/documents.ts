import { readFileSync } from "node:fs";
import { join } from "node:path";
import { importOpenApi } from "@oauth1/codegen";
import { lower, parseDescriptor } from "@oauth1/descriptor";
import { ROOT } from "../../../paths.js";
import type { Parser } from "../parser.js";

const OPENAPI = {
  openapi: "3.0.0",
  info: { title: "Photos" },
  servers: [{ url: "https://photos.example/{v}", variables: { v: { default: "1" } } }],
  paths: {
    "/items/{id}": {
      get: {
        operationId: "getItem",
        parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
        responses: {
          200: { content: { "application/json": { schema: { $ref: "#/components/schemas/A" } } } },
        },
      },
    },
  },
  components: {
    schemas: { A: { type: "object", properties: { a: { $ref: "#/components/schemas/A" } } } },
  },
};
const SWAGGER = "swagger: '2.0'\ninfo: {title: A, version: '1'}\nhost: a.example\npaths: {}\n";

/** What is read from files: descriptors, and documents of which descriptors are made. */
export const DOCUMENT_PARSERS: Readonly<Record<string, Parser>> = {
  "a descriptor": {
    seeds: ["zotero", "lti-1-1", "garmin"].map((id) =>
      readFileSync(join(ROOT, `providers/${id}.json`), "utf8"),
    ),
    read(text) {
      const result = parseDescriptor(text, { file: "fuzz.json" });
      if (result.ok) lower(result.descriptor);
    },
  },
  "an OpenAPI document": {
    seeds: [JSON.stringify(OPENAPI, undefined, 1), SWAGGER, "a: &a [*a]\n"],
    read: (text) => importOpenApi(text, { id: "fuzz" }),
  },
};
