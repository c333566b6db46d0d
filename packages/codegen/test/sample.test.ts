import type { Descriptor } from "@oauth1/descriptor";
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
