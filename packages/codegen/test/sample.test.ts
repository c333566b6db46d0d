import type { DescribedType, Descriptor } from "@oauth1/descriptor";
import { expect, it } from "vitest";
import { filesOf, modelOf } from "./models.js";

it("shows files as files, also where there are several", () => {
  const file = { type: "string", format: "binary" } as const;
  const body = { in: "body", required: true } as const;
  const model = modelOf("files", {
    operations: {
      upload: {
        group: "files",
        summary: "Uploads files.",
        method: "POST",
        path: "/files",
        parameters: {
          one: { ...body, ...file },
          many: { ...body, type: "array", items: file },
          named: { ...body, $ref: "Files" },
        },
        body: "multipart",
        response: "none",
      },
    },
    types: { Files: { type: "array", items: { $ref: "File" } }, File: file },
  });
  const text = filesOf(model).get("src/operations/files.ts") ?? "";
  const values = text.matchAll(/\* {3}(\w+): (.*),$/gm);
  expect(Array.from(values, ([, name, value]) => [name, value])).toEqual([
    ["one", 'new Blob(["..."])'],
    ["many", '[new Blob(["..."])]'],
    ["named", '[new Blob(["..."])]'],
  ]);
});

it("ends a type that leads back to itself where its values may end", () => {
  const to = (name: string, more: DescribedType = {}): DescribedType => ({ $ref: name, ...more });
  const holding = (properties: Readonly<Record<string, DescribedType>>): DescribedType => ({
    type: "object",
    properties,
    required: Object.keys(properties),
  });
  const text: DescribedType = { type: "string" };
  const types: Readonly<Record<string, DescribedType>> = {
    Node: holding({ next: to("Node", { nullable: true }) }),
    Either: holding({ kid: { oneOf: [to("Either"), text] } }),
    Around: holding({ kid: { oneOf: [holding({ deep: to("Around") }), text] } }),
    Listed: holding({
      all: { type: "array", items: to("Listed") },
      named: { type: "object", additionalProperties: to("Listed") },
    }),
    Wrapped: holding({ inner: { ...holding({ of: to("Wrapped") }), nullable: true } }),
    Maybe: to("Outer", { nullable: true }),
    Outer: holding({ of: to("Maybe") }),
    First: holding({ second: to("Second") }),
    Second: holding({ third: to("Third") }),
    Third: holding({ fourth: to("Fourth") }),
    Fourth: holding({ fifth: to("Fifth") }),
    Fifth: holding({ sixth: to("Sixth") }),
    Sixth: holding({ text }),
  };
  const names = ["Node", "Either", "Around", "Listed", "Wrapped", "Maybe", "Outer", "First"];
  const parameters = names.map((name) => [name, { in: "body", required: true, $ref: name }]);
  const send = {
    group: "trees",
    summary: "Plants.",
    method: "POST",
    path: "/trees",
    parameters: Object.fromEntries(parameters),
    body: "json",
    response: "none",
  } as const;
  const file = filesOf(modelOf("trees", { operations: { send }, types }));
  const lines = (file.get("src/operations/trees.ts") ?? "").replace(/[\s*]+/g, " ");
  const values = lines.matchAll(/ (\w+): (null|\{ \w+: .*?\}),(?= [A-Z]| \}\))/g);
  expect(Array.from(values, ([, name, value]) => [name, value])).toEqual([
    ["Node", "{ next: null }"],
    ["Either", '{ kid: "kid" }'],
    ["Around", '{ kid: "kid" }'],
    ["Listed", "{ all: [], named: {} }"],
    ["Wrapped", "{ inner: null }"],
    ["Maybe", "null"],
    ["Outer", "{ of: null }"],
    ["First", '{ second: { third: { fourth: { fifth: { sixth: { text: "text" } } } } } }'],
  ]);
});

it("asks nobody for a secret that does not exist", () => {
  const carried = (template: string, more: Partial<Descriptor["oauth"]> = {}): string => {
    const model = modelOf("keys", {
      oauth: { signatureMethods: ["HMAC-SHA1"], preIssued: { description: "There." }, ...more },
      api: {
        baseUrl: "https://keys.example",
        authentication: { headers: { "x-api-key": template } },
      },
    });
    return filesOf(model).get("README.md") ?? "";
  };
  const revocation = { method: "POST", url: "https://keys.example/revoke" } as const;
  expect(carried("{key}")).toContain('{ key: "your token", secret: "" }');
  expect(carried("{key}")).toContain("createKeys();");
  expect(carried("{secret}")).toContain('{ key: "your token", secret: "its secret" }');
  expect(carried("{secret}")).toContain("createKeys();");
  expect(carried("{consumerKey} {key}")).toContain(
    'createKeys({ consumer: { key: "your key" } });',
  );
  const composite = { separator: ":", order: ["consumerKey", "token", "tokenSecret"] } as const;
  const preIssued = { description: "There.", composite };
  expect(carried("{key}", { preIssued })).toContain("createKeys({ consumer });");
  expect(carried("{key}", { revocation })).toContain('secret: "its secret" }');
  expect(carried("{key}", { revocation })).toContain(
    'createKeys({ consumer: { key: "your key", secret: "your secret" } });',
  );
});
