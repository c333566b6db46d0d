import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DescribedOperation, DescribedType, Descriptor } from "@oauth1/descriptor";

/** Fills a folder with so many of the repository's own descriptors, over and over, under other ids. */
export function writeReal(count: number, from: string, to: string): void {
  const files = readdirSync(from).filter((name) => name.endsWith(".json"));
  const texts = files.map((name) => readFileSync(join(from, name), "utf8"));
  for (let at = 0; at < count; at += 1) {
    const descriptor: Descriptor = JSON.parse(texts[at % texts.length] ?? "");
    writeDescriptor(to, { ...descriptor, id: `${descriptor.id}-copy${at}` });
  }
}

/** Fills a folder with so many descriptors of forty operations and eight types each. */
export function writeSynthetic(count: number, to: string): void {
  for (let at = 0; at < count; at += 1) writeDescriptor(to, synthetic(`synthetic-${at}`));
}

function writeDescriptor(folder: string, descriptor: Descriptor): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${descriptor.id}.json`), JSON.stringify(descriptor, undefined, 2));
}

const URL_OF_ALL = "https://api.example.com";

function synthetic(id: string): Descriptor {
  const endpoint = { method: "POST", url: `${URL_OF_ALL}/oauth` } as const;
  return {
    descriptorVersion: 1,
    id,
    name: id,
    summary: "Things.",
    documentation: URL_OF_ALL,
    sources: [URL_OF_ALL],
    state: "alive",
    lastVerified: "2026-11-20",
    oauth: {
      signatureMethods: ["HMAC-SHA1"],
      temporaryCredentials: endpoint,
      authorization: { url: endpoint.url },
      tokenCredentials: endpoint,
    },
    api: { baseUrl: URL_OF_ALL },
    operations: Object.fromEntries(Array.from({ length: 40 }, (_, at) => operation(at))),
    types: Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`Thing${at}`, thing(at)])),
  };
}

function operation(at: number): readonly [name: string, DescribedOperation] {
  const writes = at % 2 === 1;
  const place = writes ? "body" : "query";
  return [
    `${writes ? "update" : "get"}Thing${at}`,
    {
      group: `group-${at % 5}`,
      summary: `Does what there is to do with thing ${at}.`,
      method: writes ? "POST" : "GET",
      path: `/2/things/{id}/${at}`,
      parameters: {
        id: { in: "path", type: "string", description: "The thing's id.", example: "12" },
        title: { in: place, type: "string", description: "What it is called." },
        tags: { in: place, type: "array", items: { type: "string", enum: ["a", "b", "c"] } },
      },
      ...(writes ? { body: "json" } : {}),
      result: { $ref: `Thing${at % 8}` },
    },
  ];
}

function thing(at: number): DescribedType {
  return {
    type: "object",
    description: "A thing.",
    properties: {
      id: { type: "string", description: "Its id." },
      title: { type: "string" },
      count: { type: "integer" },
      tags: { type: "array", items: { type: "string" } },
      next: { $ref: `Thing${(at + 1) % 8}` },
    },
    required: ["id"],
  };
}
