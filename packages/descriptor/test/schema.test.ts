import { Ajv2020 } from "ajv/dist/2020.js";
import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { methods, parseDescriptor } from "@oauth1/descriptor";
import schema from "../schema.json" with { type: "json" };

describe("schema.json", () => {
  it("compiles in strict mode", () => {
    const ajv = new Ajv2020({ strict: true }).addVocabulary(["patternErrorMessage"]);
    expect(() => ajv.compile(schema)).not.toThrow();
  });

  it("helps with every property, and lets no unknown one pass", () => {
    const shapes = objectsIn(schema).filter(
      ({ type, properties }) => type === "object" && properties !== undefined,
    );
    expect(shapes.length).toBeGreaterThan(10);
    for (const node of shapes) {
      expect(node["additionalProperties"]).toBe(false);
      for (const property of Object.values(node["properties"] ?? {})) {
        expect(property).toHaveProperty("description");
      }
    }
  });

  it("explains every pattern", () => {
    for (const node of objectsIn(schema)) {
      if (typeof node["pattern"] === "string") expect(node).toHaveProperty("patternErrorMessage");
    }
  });

  it("knows the methods of core", () => {
    expect(schema.$defs.signatureMethod.enum).toEqual(methods.map(({ name }) => name));
  });
});

describe("the descriptors of this repository", () => {
  const folder = new URL("../../../providers/", import.meta.url);
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));

  it.each(files)("%s has no mistakes", (file) => {
    const result = parseDescriptor(readFileSync(new URL(file, folder), "utf8"), { file });
    expect(result).toMatchObject({ ok: true });
  });
});

/** A value and everything in it, as far as it is objects. */
function objectsIn(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (typeof value !== "object" || value === null) return [];
  return [Object.fromEntries(Object.entries(value)), ...Object.values(value).flatMap(objectsIn)];
}
