import type { DescribedOperation, DescribedType, Descriptor } from "@oauth1/descriptor";
import { describe, expect, it } from "vitest";
import { filesOf, modelOf } from "./models.js";

const FIELDS = ["id", "text", "lang", "geo"];
const USERS = ["id", "name", "url", "joined"];

function open(values: readonly string[], description?: string): DescribedType {
  return { type: "string", enum: values, ...(description !== undefined && { description }) };
}

function listOf(values: readonly string[]): DescribedType {
  return { type: "array", items: open(values) };
}

/** An operation with parameters in its query. */
function reading(
  group: string,
  parameters: Readonly<Record<string, DescribedType>>,
): DescribedOperation {
  const inQuery = Object.entries(parameters).map(([name, type]) => [
    name,
    { in: "query", ...type },
  ]);
  return {
    group,
    summary: "Reads.",
    method: "GET",
    path: "/things",
    parameters: Object.fromEntries(inQuery),
  };
}

function textsOf(
  more: Partial<Descriptor>,
): Readonly<Record<"index" | "types", string>> & Readonly<Record<"operations", string>> {
  const files = [...filesOf(modelOf("posts", more))];
  const within = (path: string): string =>
    files.flatMap(([name, text]) => (name.startsWith(path) ? [text] : [])).join("\n");
  return {
    index: within("src/index.ts"),
    types: within("src/types.ts"),
    operations: within("src/operations/"),
  };
}

/** The open unions that have names, with their values. */
function unionsOf(more: Partial<Descriptor>): Readonly<Record<string, readonly string[]>> {
  const { types } = textsOf(more);
  const all = [...types.matchAll(/export type (\w+) =([^;]*)\(string & \{\}\);/g)];
  return Object.fromEntries(
    all.map(([, name = "", text = ""]) => [
      name,
      [...text.matchAll(/"([^"]*)"/g)].map(([, value = ""]) => value),
    ]),
  );
}

describe("unions that stand in several places", () => {
  const timeline = reading("posts", { "post.fields": listOf(FIELDS), size: open(["s", "m", "l"]) });
  const search = reading("search", {
    "post.fields": listOf([...FIELDS].reverse()),
    order: open(USERS),
  });

  it("are written once, under the name of what they are", () => {
    const { index, operations, types } = textsOf({ operations: { timeline, search } });
    expect(types).toContain(
      '/** Values of `post.fields`. */\nexport type PostField = "id" | "text" | "lang" | "geo" | (string & {});',
    );
    expect(
      operations.match(/readonly "post.fields"\?: readonly PostField\[\] \| undefined;/g),
    ).toHaveLength(2);
    expect(operations.match(/import type \{ PostField \} from "..\/types.js";/g)).toHaveLength(2);
    expect(index).toContain('export type { PostField } from "./types.js";');
  });

  it("stay where they are if there are few values, or one place", () => {
    const { operations, types } = textsOf({ operations: { timeline, search } });
    expect(operations).toContain('readonly size?: "s" | "m" | "l" | (string & {}) | undefined;');
    expect(operations).toContain(
      'readonly order?: "id" | "name" | "url" | "joined" | (string & {}) | undefined;',
    );
    expect(types.match(/export type/g)).toHaveLength(1);
  });

  it("are told of as all places do", () => {
    const told = { "user.fields": open(USERS, "What to tell of users.") };
    const { types } = textsOf({
      operations: { timeline: reading("a", told), search: reading("b", told) },
    });
    expect(types).toContain("/** What to tell of users. */\nexport type UserFields =");
  });

  it("have the same names in whatever order the operations are", () => {
    const operations = {
      getMe: reading("users", { status: open(USERS), expansions: listOf(FIELDS) }),
      getUser: reading("users", { status: open(USERS), expansions: listOf(FIELDS) }),
      getPost: reading("posts", { status: open(FIELDS), expansions: listOf(USERS) }),
      getPosts: reading("posts", { status: open(FIELDS), expansions: listOf(USERS) }),
    };
    const reversed = Object.fromEntries(Object.entries(operations).reverse());
    const unions = unionsOf({ operations });
    expect(Object.keys(unions)).toEqual([
      "PostExpansion",
      "PostStatus",
      "UserExpansion",
      "UserStatus",
    ]);
    expect(unionsOf({ operations: reversed })).toEqual(unions);
  });

  it("keep their name where another of the same name has fewer places", () => {
    const operations = (last: readonly string[]): Partial<Descriptor> => ({
      operations: Object.fromEntries(
        ["a", "b", "c", "d"].map((group, index) => [
          `get${index}`,
          reading(group, { "post.fields": listOf(index < 2 ? FIELDS : last) }),
        ]),
      ),
      types: { Options: { type: "object", properties: { "post.fields": listOf(FIELDS) } } },
    });
    const longer = [...FIELDS, "source"];
    expect(unionsOf(operations(FIELDS))).toEqual({ PostField: FIELDS });
    expect(unionsOf(operations(longer))).toEqual({ PostField: FIELDS, CPostField: longer });
  });

  it("share names in whatever order the operations are, also where each has as many places", () => {
    const all = Object.entries({ a: FIELDS, b: FIELDS, c: USERS, d: USERS }).map(
      ([group, values]) =>
        [`get${group}`, reading(group, { "post.fields": listOf(values) })] as const,
    );
    for (const operations of [Object.fromEntries(all), Object.fromEntries(all.toReversed())]) {
      expect(unionsOf({ operations })).toEqual({ PostField: FIELDS, CPostField: USERS });
    }
  });

  it("begin with a letter where a parameter begins with a digit", () => {
    const parameters = { "3d_modes": open(FIELDS) };
    const operations = { getA: reading("a", parameters), getB: reading("b", parameters) };
    expect(Object.keys(unionsOf({ operations })).join()).toMatch(/^A3dModes$/i);
  });

  it.each([
    ["who has half of the places", "status a a b c", "AStatus"],
    ["nobody with fewer", "status a a b c d", "Status"],
    ["nobody where two have half each", "status a a b b", "Status"],
    ["nobody where several words say enough", "post.size a a", "PostSize"],
    ["nobody who is called so", "status statuses statuses", "Status"],
  ])("name before a single word %s", (_, places, expected) => {
    const [name = "", ...groups] = places.split(" ");
    const all = groups.map((group, index) => [
      `get${index}`,
      reading(group, { [name]: open(FIELDS) }),
    ]);
    expect(unionsOf({ operations: Object.fromEntries(all) })).toEqual({ [expected]: FIELDS });
  });

  it("mean the same one only if their names end alike", () => {
    const flags = ["0", "1", "2", "3"];
    const photo = { content_types: listOf(flags), perm_comment: open(flags) };
    const video = { video_content_types: listOf(flags), perm_meta: open(flags) };
    const operations = { getPhoto: reading("a", photo), getVideo: reading("b", video) };
    expect(unionsOf({ operations })).toEqual({ ContentType: flags });
  });

  it("take no name that means something else", () => {
    const taken = [
      "date",
      "session",
      "posts_client",
      "login.errors",
      "post_fields",
      "get_a_params",
    ];
    const parameters = Object.fromEntries(taken.map((name) => [name, open([...FIELDS, name])]));
    const operations = { getA: reading("a", parameters), getB: reading("b", parameters) };
    const types = { PostFields: { type: "object", properties: {} } } as const;
    expect(Object.keys(unionsOf({ operations, types }))).toEqual([
      "ADate",
      "AGetAParams",
      "APostFields",
      "APostsClient",
      "ASession",
      "LoginErrors",
    ]);
  });

  it("stay closed where they tell objects apart", () => {
    const kinds = (kind: string): DescribedType => ({
      type: "object",
      properties: { kind: open([kind, "b", "c", "d"]) },
      required: ["kind"],
    });
    const { types } = textsOf({
      types: {
        Dot: kinds("a"),
        Line: kinds("a"),
        Shape: { oneOf: [{ $ref: "Dot" }, { $ref: "Line" }], discriminator: "kind" },
      },
    });
    expect(types.match(/readonly kind: "a" \| "b" \| "c" \| "d";/g)).toHaveLength(2);
  });

  it("have no name where theirs has no letters", () => {
    const parameters = { "🎉": open(FIELDS) };
    const operations = { getA: reading("a", parameters), getB: reading("b", parameters) };
    expect(unionsOf({ operations })).toEqual({});
  });
});
