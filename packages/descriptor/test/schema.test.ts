import { Ajv2020 } from "ajv/dist/2020.js";
import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { methods, parseDescriptor } from "@oauth1/descriptor";
import schema from "../schema.json" with { type: "json" };

describe("schema.json", () => {
  it("compiles in strict mode", () => {
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, discriminator: true });
    ajv.addVocabulary(["patternErrorMessage"]);
    expect(() => ajv.compile(schema)).not.toThrow();
  });

  it("helps with every property, and lets no unknown one pass", () => {
    const shapes = objectsIn(schema).filter(
      ({ type, properties, oneOf }) =>
        type === "object" && properties !== undefined && oneOf === undefined,
    );
    expect(shapes.length).toBeGreaterThan(30);
    for (const node of shapes) {
      expect(node["additionalProperties"]).toBe(false);
      for (const property of Object.values(node["properties"] ?? {})) {
        expect(helpOf(property)).toMatch(/[.:]$/);
      }
    }
  });

  it("has a default for nothing that has to be said", () => {
    for (const { required, properties } of objectsIn(schema)) {
      if (!Array.isArray(required)) continue;
      for (const name of required)
        expect(shared(Object(properties)[name])).not.toHaveProperty("default");
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

it("accepts the descriptor of README.md", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const text = /```json\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";
  expect(parseDescriptor(text, { file: "acme.json" })).toMatchObject({ ok: true });
});

/** What an editor shows for a property: its own help, or that of the shared property it refers to. */
function helpOf({ description, $ref = "" }: { description?: string; $ref?: string }): unknown {
  return description ?? helpOf(Object(referred($ref)));
}

/** What a property says itself, or the one that it refers to. */
function shared(property: unknown): unknown {
  const { $ref = "" } = Object(property);
  return $ref === "" ? property : shared(referred(String($ref)));
}

function referred($ref: string): unknown {
  const names = $ref.split("/").slice(1);
  return names.reduce((here: unknown, name) => Object(here)[name], schema);
}

/** A value and everything in it, as far as it is objects. */
function objectsIn(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (typeof value !== "object" || value === null) return [];
  return [Object.fromEntries(Object.entries(value)), ...Object.values(value).flatMap(objectsIn)];
}
