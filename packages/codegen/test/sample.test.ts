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
