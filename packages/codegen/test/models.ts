import { lower, parseDescriptor, type ProviderModel } from "@oauth1/descriptor";
import { createPrinter, emit } from "@oauth1/codegen";

/** The model of a descriptor; one with mistakes fails the test. */
export function modelOf(descriptor: object, id: string): ProviderModel {
  const result = parseDescriptor(JSON.stringify(descriptor), { file: `providers/${id}.json` });
  if (!result.ok) throw new Error(JSON.stringify(result.issues, undefined, 2));
  return lower(result.descriptor);
}

/** The files of a model, as this repository emits them. */
export function filesOf(model: ProviderModel): ReadonlyMap<string, string> {
  return emit(model, {
    source: `providers/${model.id}.json`,
    range: "workspace:^",
    build: "tsup --config ../../../scripts/tsup.config.ts",
    printer: createPrinter(),
  });
}

/** The least that a descriptor says. */
export function descriptorOf(id: string, more: object = {}): object {
  return {
    descriptorVersion: 1,
    id,
    name: "Acme",
    summary: "Photos of anvils.",
    documentation: "https://acme.example/docs",
    state: "alive",
    lastVerified: "2026-11-20",
    sources: ["https://acme.example/docs"],
    oauth: {
      signatureMethods: ["HMAC-SHA256"],
      temporaryCredentials: { method: "GET", url: "https://acme.example/request" },
      authorization: { url: "https://acme.example/authorize" },
      tokenCredentials: { method: "POST", url: "https://acme.example/access" },
    },
    api: { baseUrl: "https://api.acme.example" },
    operations: {},
    ...more,
  };
}

/** A small provider with one of each. */
export const SMALL: ProviderModel = modelOf(
  descriptorOf("acme", {
    oauth: {
      signatureMethods: ["HMAC-SHA256", "HMAC-SHA1"],
      transmission: "query",
      temporaryCredentials: { method: "GET", url: "https://acme.example/request" },
      authorization: { url: "https://acme.example/authorize" },
      tokenCredentials: {
        method: "POST",
        url: "https://acme.example/access",
        fields: {
          user_id: { type: "integer", role: "id", description: "The user's id." },
          "user.name": { type: "string", role: "username" },
          expires: { type: "date-seconds", optional: true, description: "When the token ends." },
        },
      },
      callback: { deniedParameter: "denied" },
    },
    api: {
      baseUrl: "https://api.acme.example",
      headers: { "user-agent": "@oauth1/acme" },
      lists: "pipe",
      profile: { operation: "getMe", id: "id" },
    },
    operations: {
      getMe: {
        group: "users",
        summary: "Tells who is signed in.",
        documentation: "https://acme.example/docs/me",
        method: "GET",
        path: "/me",
        result: { $ref: "User" },
      },
      findPhotos: {
        group: "photos",
        summary: "Searches photos.",
        method: "GET",
        path: "/photos",
        parameters: {
          "tag.names": {
            in: "query",
            required: true,
            type: "array",
            items: { type: "string" },
            description: "Tags that a photo has.",
            example: ["anvil"],
          },
          order: { in: "query", type: "string", enum: ["newest", "oldest"] },
        },
        result: { type: "array", items: { $ref: "Photo" } },
      },
      addPhoto: {
        group: "photos",
        summary: "Adds a photo.",
        method: "POST",
        path: "/users/{id}/photos",
        parameters: {
          id: { in: "path", type: "integer" },
          title: { in: "body", type: "string", required: true },
        },
        body: "form",
        response: "none",
      },
    },
    types: {
      User: {
        type: "object",
        description: "A user.",
        properties: { id: { type: "integer" }, name: { type: "string", nullable: true } },
        required: ["id"],
      },
      Photo: {
        type: "object",
        properties: {
          owner: { $ref: "User" },
          sizes: { type: "object", additionalProperties: { type: "string" } },
        },
      },
    },
  }),
  "acme",
);

/** Everything that is hard to lay out: long names, long unions, odd names, deep types, quotes, many parameters. */
export const NASTY: ProviderModel = modelOf(nastyDescriptor(), "a-provider-with-a-very-long-name");

function nastyDescriptor(): object {
  const values = (count: number): readonly string[] =>
    Array.from({ length: count }, (_, index) => `value_number_${index}`);
  const union = (count: number, nullable = false): object => ({
    type: "string",
    enum: values(count),
    nullable,
  });
  const list = (items: object, nullable = false): object => ({ type: "array", items, nullable });
  const map = (of: object, nullable = false): object => ({
    type: "object",
    additionalProperties: of,
    nullable,
  });
  const long = `It says */ and \`code\` and goes on ${"and on ".repeat(30)}to the end.`;
  const shapes: readonly object[] = [
    union(1),
    union(3),
    union(4, true),
    union(5),
    union(12),
    { type: "string", enum: ['say "hi"', "it's", "back\\slash", "new\nline", "ünïcode"] },
    list(union(3)),
    list(union(4, true), true),
    list(union(12), true),
    list(list(union(5))),
    list(list(union(5), true), true),
    list({ $ref: "AnObject", nullable: true }),
    map(union(5)),
    map(union(12, true), true),
    map(map({ $ref: "ATypeWithAVeryLongNameThatNeverEndsAndThenSomeMoreAndMore" }, true)),
    { type: "object", nullable: true, properties: { x: union(12), "a.b": union(2) } },
    list({ type: "object", properties: { x: { type: "string", description: long } } }),
    list({ type: "object", properties: { x: union(3) }, nullable: true } as const, true),
    map({ type: "object", properties: { x: { type: "number" } } }),
    { type: "object" },
    { type: "object", properties: {} },
    {},
    { nullable: true },
  ];
  const properties = Object.fromEntries(
    shapes.flatMap((shape, index) => [
      [`p${index}`, shape],
      [`a-name-that-is-not-an-identifier-${index}`, { ...shape, description: long }],
      [`aVeryLongPropertyNameThatTakesMuchOfTheRoomOnTheLine${index}`, shape],
    ]),
  );
  const query = Object.fromEntries(
    Array.from({ length: 24 }, (_, index) => [
      index % 2 === 0 ? `field.${index}` : `a_longer_parameter_name_${index}`,
      { in: "query", required: index < 7, ...list({ type: "string" }), description: long },
    ]),
  );
  const names = Array.from(
    { length: 60 },
    (_, index) => `get${"Aa".repeat(1 + (index % 30))}${index}`,
  );
  const results: readonly (object | undefined)[] = [...shapes, undefined];
  const operations = names.map((name, index) => [
    name,
    {
      group: index % 2 === 0 ? "some-things" : "other",
      summary: long,
      method: "GET",
      path: `/things/{id}/${index}`,
      parameters:
        index % 3 === 0
          ? {
              id: { in: "path", type: "string", example: "*/ '" },
              ...(index % 2 === 0 ? query : {}),
            }
          : { id: { in: "path", type: "string" } },
      ...(results[index % results.length] && { result: results[index % results.length] }),
    },
  ]);
  const bare = names.map((name, index) => [
    `${name}Bare`,
    {
      group: "bare",
      summary: "It needs nothing.",
      method: "POST",
      path: "/x",
      ...(results[index % results.length] && { result: results[index % results.length] }),
    },
  ]);
  const types = Object.fromEntries([
    ["AnObject", { type: "object", description: long, properties }],
    ["ATypeWithAVeryLongNameThatNeverEndsAndThenSomeMoreAndMore", union(30)],
    ...shapes.map((shape, index) => [`Shape${index}`, shape]),
  ]);
  return descriptorOf("a-provider-with-a-very-long-name", {
    name: "名前 | Acme",
    summary: long,
    oauth: {
      signatureMethods: ["PLAINTEXT"],
      temporaryCredentials: { method: "GET", url: `https://acme.example/${"request/".repeat(12)}` },
      authorization: { url: "https://acme.example/authorize" },
      tokenCredentials: {
        method: "POST",
        url: "https://acme.example/access",
        fields: Object.fromEntries(
          Array.from({ length: 9 }, (_, index) => [
            index % 2 === 0 ? `lp.context${index}` : `an_extra_field_${index}`,
            { type: "date-milliseconds", optional: true, description: long },
          ]),
        ),
      },
    },
    operations: Object.fromEntries([...operations, ...bare]),
    types,
  });
}
