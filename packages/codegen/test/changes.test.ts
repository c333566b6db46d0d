import { bumpOf, changesBetween, changesetOf, type Changes } from "@oauth1/codegen";
import { describe, expect, it } from "vitest";

const NOTHING: Changes = { removed: [], changed: [], added: [] };

const CLIENTS = 'import { type Account } from "@oauth1/client";\n';

function changes(before: string, after: string): Changes {
  return changesBetween(new Map([["src/a.ts", before]]), new Map([["src/b.ts", after]]));
}

describe("changesBetween", () => {
  it.each([
    ["a comment", "/** One. */\nexport type A = string;", "/** Two. */ export type A = string;"],
    [
      "the file, the layout and the values",
      'export const a: Operation<"x", A, B> = operation({ path: "/1" });',
      'export const a: Operation<\n  "x",\n  A,\n  B\n> = operation({ path: "/2" });',
    ],
    [
      "a value of an open union",
      'export interface A { readonly order?: "up" | (string & {}) }',
      'export interface A {\n  readonly order?:\n    | "up"\n    | \'do"wn\'\n    | (string & {});\n}',
    ],
    [
      "the values of an open union in a list",
      'export interface A { readonly order?: readonly ("up" | (string & {}))[] }',
      "export interface A { readonly order?: readonly string[] }",
    ],
    [
      "the layout of objects that are written out",
      "export interface A { readonly a: { readonly b: 1 } | { readonly c: 2 } }",
      "export interface A {\n  readonly a:\n    | { readonly b: 1 }\n    | {\n        readonly c: 2;\n      };\n}",
    ],
    ["what is not exported", "const a = 1;", "function b(): void {}"],
  ])("finds nothing in %s", (_, before, after) => {
    expect(changes(before, after)).toEqual(NOTHING);
  });

  it("names what is gone and what is new, an interface without its members", () => {
    const before = "export interface A { readonly a: string }\nexport const f: F = 1;";
    const after = "export interface B { readonly b: string }\nexport const f: F = 1;";
    expect(changes(before, after)).toEqual({ removed: ["A"], changed: [], added: ["B"] });
  });

  it("names all in the order of their names, and looks at the sources only", () => {
    const sources = (text: string): ReadonlyMap<string, string> =>
      new Map([
        ["README.md", text.replaceAll("type", "type Other")],
        ["src/types.ts.txt", text],
        ["other/src/types.ts", text],
        ["src/types.ts", "export type Same = 1;"],
      ]);
    expect(changesBetween(sources("export type A = 1;"), sources("export type B = 1;"))).toEqual(
      NOTHING,
    );
    const before = "export type B = 1; export type C = 1; export type A = 1; export type D = 1;";
    expect(changes(before, "export type D = 2; export type F = 1; export type E = 1;")).toEqual({
      removed: ["A", "B", "C"],
      changed: ["D"],
      added: ["E", "F"],
    });
  });

  it("names members", () => {
    const before = 'export interface A { readonly a: string; readonly "b.c": string }';
    const after = 'export interface A { readonly "b.c": number; readonly d: string }';
    expect(changes(before, after)).toEqual({
      removed: ["A.a"],
      changed: ['A."b.c"'],
      added: ["A.d"],
    });
  });

  it("holds what everybody has to pass from now on to be a change", () => {
    const more = "export interface B { readonly x: string }";
    const before = `export interface GetAParams { readonly b?: B }\n${more}`;
    const after = before
      .replace("?: B", "?: B; readonly c: string")
      .replace("x:", "y: C; readonly x:");
    expect(changes(before, after).changed).toEqual(["B.y", "GetAParams.c"]);
  });

  it("knows whom optional properties hurt", () => {
    const optional = "{ readonly x?: string }";
    const required = "{ readonly x: string }";
    const effect = (name: string, [from, to]: readonly string[]): Changes =>
      changes(`export interface ${name} ${from}`, `export interface ${name} ${to}`);
    expect(effect("AParams", [required, optional]).added).toEqual(["AParams.x"]);
    expect(effect("AParams", [optional, required]).changed).toEqual(["AParams.x"]);
    expect(effect("AcmeOptions", [optional, required]).changed).toEqual(["AcmeOptions.x"]);
    expect(effect("ParamsPage", [optional, required]).added).toEqual(["ParamsPage.x"]);
    expect(effect("Answer", [required, optional]).changed).toEqual(["Answer.x"]);
    expect(effect("Answer", [optional, required]).added).toEqual(["Answer.x"]);
    const other = "{ readonly x: number }";
    expect(effect("Answer", [optional, other]).changed).toEqual(["Answer.x"]);
  });

  it("finds what is passed by every member of what is passed", () => {
    const before = `export interface AddParams { readonly first: First; readonly last: Last }
export interface First { readonly a?: string }
export interface Last { readonly b?: string }`;
    expect(changes(before, before.replaceAll("?:", ":")).changed).toEqual(["First.a", "Last.b"]);
  });

  const PASSED = "export interface AddParams { readonly user: User }\n";
  const PLAIN = "{ readonly a: string; readonly b?: string }";

  it.each([
    ["a type that is passed", `export interface User ${PLAIN}`],
    ["a list", `export type User = One[];\nexport interface One ${PLAIN}`],
    ["a union", `export type User = One | Two;\nexport interface One ${PLAIN}`],
    ["a base", `export interface User extends One {}\nexport interface One ${PLAIN}`],
  ])("breaks callers by what %s must have from now on", (_, types) => {
    const owner = types.includes("One") ? "One" : "User";
    const found = changes(PASSED + types, (PASSED + types).replace("b?:", "b:"));
    expect(found).toEqual({ ...NOTHING, changed: [`${owner}.b`] });
    const longer = (PASSED + types).replace("readonly a:", "readonly c: string; readonly a:");
    expect(changes(PASSED + types, longer)).toEqual({ ...NOTHING, changed: [`${owner}.c`] });
    const looser = (PASSED + types).replace("a:", "a?:");
    expect(changes(PASSED + types, looser)).toEqual({ ...NOTHING, added: [`${owner}.a`] });
  });

  it("names the members of an object that is written out, wherever it is", () => {
    const page = "readonly { readonly id: string; readonly by?: { readonly name: string } }[]";
    const before = `export interface Answer { readonly page?: ${page} }
export type List = ${page};
export const get: PagedOperation<"acme", Params, List, ${page}> = 1;`;
    const more = before.replaceAll("name: string", "name: string; readonly age: number");
    expect(changes(before, more)).toEqual({
      ...NOTHING,
      added: ["Answer.page.by.age", "List.by.age", "get.by.age"],
    });
    const other = before.replaceAll("id: string", "id: number");
    expect(changes(before, other)).toEqual({
      ...NOTHING,
      changed: ["Answer.page.id", "List.id", "get.id"],
    });
    const less = before.replaceAll("readonly id: string; ", "");
    expect(changes(before, less).removed).toEqual(["Answer.page.id", "List.id", "get.id"]);
    const gone = before.replace(`readonly page?: ${page}`, "");
    expect(changes(before, gone)).toEqual({ ...NOTHING, removed: ["Answer.page"] });
    expect(changes(gone, before)).toEqual({ ...NOTHING, added: ["Answer.page"] });
  });

  it("breaks callers by what an object that they write out must have from now on", () => {
    const before = "export interface AddParams { readonly user: { readonly name: string } }";
    const longer = before.replace("name: string", "name: string; readonly age: number");
    expect(changes(before, longer)).toEqual({ ...NOTHING, changed: ["AddParams.user.age"] });
    const open = before.replace("name: string", "name: string; readonly age?: number");
    expect(changes(before, open)).toEqual({ ...NOTHING, added: ["AddParams.user.age"] });
    const without = "export interface AddParams {}";
    const optional = before.replace("user:", "user?:");
    expect(changes(without, optional)).toEqual({ ...NOTHING, added: ["AddParams.user"] });
  });

  it("takes one of several objects that are written out in a type for another type", () => {
    const before =
      "export interface Answer { readonly one: { readonly a: string } | { readonly b: string } }";
    for (const after of [
      before.replace("b: string", "b: number"),
      before.replace("a: string", "a: string; readonly c?: string"),
    ]) {
      expect(changes(before, after)).toEqual({ ...NOTHING, changed: ["Answer.one"] });
    }
  });

  it("breaks somebody both ways where a type goes in and comes out", () => {
    const get = 'export const get: Operation<"acme", GetParams, User[]> = 1;\n';
    const before = `${PASSED}${get}export interface User ${PLAIN}`;
    expect(changes(before, before.replace("b?:", "b:")).changed).toEqual(["User.b"]);
    expect(changes(before, before.replace("a:", "a?:")).changed).toEqual(["User.a"]);
  });

  it("knows that apps make accounts of what they keep", () => {
    const before = `${CLIENTS}export interface AcmeAccount extends Account { readonly id: string }`;
    const after = before.replace(/\}$/, "; readonly name: string }");
    expect(changes(before, after)).toEqual({ ...NOTHING, changed: ["AcmeAccount.name"] });
    const bare = `${CLIENTS}export type AcmeAccount = Account;`;
    expect(changes(bare, before)).toEqual({ ...NOTHING, changed: ["AcmeAccount.id"] });
    expect(changes(bare, before.replace("id:", "id?:"))).toEqual({
      ...NOTHING,
      added: ["AcmeAccount.id"],
    });
  });

  it("tells a described type from the client's of the same name", () => {
    const types = "export interface Account { readonly id: string }";
    const own = `${CLIENTS}export interface AcmeAccount extends Account { readonly user: string }`;
    const get = 'export const get: Operation<"acme", GetParams, Account> = 1;';
    const packageOf = (described: string): ReadonlyMap<string, string> =>
      new Map([
        ["src/provider.ts", own],
        ["src/operations/a.ts", `import type { Account } from "../types.js";\n${get}`],
        ["src/types.ts", described],
      ]);
    const after = types.replace("}", "; readonly name: string }");
    expect(changesBetween(packageOf(types), packageOf(after))).toEqual({
      ...NOTHING,
      added: ["Account.name"],
    });
  });

  it("lets what is only passed be one thing more, but not one thing less", () => {
    const options =
      'export interface AcmeOptions { readonly variables: AcmeVariables }\nexport interface AcmeVariables { readonly region: "eu" | \'u"s\' }\n';
    const more = options.replace("eu", 'ap" | "eu');
    const found = { ...NOTHING, added: ["AcmeVariables.region"] };
    expect(changes(options, more)).toEqual(found);
    expect(changes(options, options.replace(/"eu.*"s'/, "string"))).toEqual(found);
    const optional = more.replace("region:", "region?:");
    expect(changes(options, optional)).toEqual(found);
    const lost = { ...NOTHING, changed: ["AcmeVariables.region"] };
    expect(changes(more, options)).toEqual(lost);
    expect(changes(optional, options)).toEqual(lost);
    expect(changes(options.replace("region:", "region?:"), more)).toEqual(lost);
    expect(changes(options.replace(/"eu.*"s'/, "string"), options)).toEqual(lost);
    const list = options.replace(/"eu.*"s'/, "readonly (A | Eu | B)[]");
    expect(changes(options.replace(/"eu.*"s'/, "Eu"), list)).toEqual(lost);
    expect(
      changes(options.replace(/"eu.*"s'/, "number"), options.replace(/"eu.*"s'/, "string")),
    ).toEqual(lost);
    // An app has no branch for what it gets from now on.
    const get = 'export const get: Operation<"acme", GetParams, AcmeVariables> = 1;\n';
    expect(changes(get + options, get + more)).toEqual(lost);
    // An operation that names its parameters gives none of them.
    const take = 'export const take: Operation<"acme", AcmeOptions, void> = 1;\n';
    const own = 'export interface AcmeOptions { readonly region: "eu" }';
    expect(changes(take + own, take + own.replace('"eu"', '"ap" | "eu"'))).toEqual({
      ...NOTHING,
      added: ["AcmeOptions.region"],
    });
  });

  it("takes nothing from anybody by pages, nor by a session that is not needed", () => {
    const names = "Operation, PagedOperation, SessionLevel";
    const typed = (type: string): string =>
      `import type { ${names} } from "@oauth1/client";\nexport const list: ${type} = 1;`;
    const [plain, paged] = ['Operation<"a", P, R[]>', 'PagedOperation<"a", P, R[], R>'];
    const [open, pagedOpen] = [plain, paged].map((type) => type.replace(/>$/, ", SessionLevel>"));
    const effect = (from = "", to = ""): Changes => changes(typed(from), typed(to));
    for (const more of [paged, open, pagedOpen]) {
      expect(effect(plain, more)).toEqual({ ...NOTHING, added: ["list"] });
      expect(effect(more, plain)).toEqual({ ...NOTHING, changed: ["list"] });
    }
    for (const more of [paged, open]) expect(effect(more, pagedOpen).added).toEqual(["list"]);
    expect(effect(open, paged).changed).toEqual(["list"]);
    expect(effect(paged, paged.replace(" R>", " S>")).changed).toEqual(["list"]);
    expect(effect(plain, paged.replace("R[]", "S[]")).changed).toEqual(["list"]);
    expect(effect(paged.replace("R[], R", "R"), paged).changed).toEqual(["list"]);
    expect(effect(paged, paged.replace(" R>", " R, S>")).changed).toEqual(["list"]);
  });

  it("takes no text in quotes for a type", () => {
    const params = 'export interface GetParams { readonly kind: "Photo" | "Video" }\n';
    const before = `${params}export interface Photo { readonly id: string }`;
    const after = before.replace("id: string", "id: string; readonly name: string");
    expect(changes(before, after)).toEqual({ ...NOTHING, added: ["Photo.name"] });
  });

  it("finds nothing where what can be left out may be undefined", () => {
    const before = "export interface GetParams { readonly a?: string }";
    expect(changes(before, before.replace("string", "string | undefined"))).toEqual(NOTHING);
    const answer = "export interface Answer { readonly a: string }";
    const undefinable = answer.replace("string", "string | undefined");
    expect(changes(answer, undefinable)).toEqual({ ...NOTHING, changed: ["Answer.a"] });
    const open = answer.replace("a:", "a?:");
    const first = open.replace("string", "undefined | string");
    expect(changes(open, first)).toEqual({ ...NOTHING, changed: ["Answer.a"] });
  });

  it("does not take a described type for parameters by its name", () => {
    const types = (text: string): ReadonlyMap<string, string> => new Map([["src/types.ts", text]]);
    const before = "export interface SearchOptions { readonly a: string }";
    const found = changesBetween(types(before), types(before.replace("a:", "a?:")));
    expect(found.changed).toEqual(["SearchOptions.a"]);
  });

  it("takes nothing from anybody by another flow, also the first of users", () => {
    const before = [
      'export type AcmeClient = Client<"acme"> & TokenCalls<"acme">;',
      'export type AcmeSession = Session<"acme">;',
    ];
    const after = [
      'export type AcmeClient = Client<"acme"> & TokenCalls<"acme"> & ConsumerCalls<"acme"> & Revocation;',
      'export type AcmeSession<L extends SessionLevel = "token"> = Session<"acme", L>;',
    ];
    const names = ["AcmeClient", "AcmeSession"];
    expect(changes(before.join("\n"), after.join("\n"))).toEqual({ ...NOTHING, added: names });
    expect(changes(after.join("\n"), before.join("\n"))).toEqual({ ...NOTHING, changed: names });
    const consumer = before.join("\n").replace('Session<"acme">', 'Session<"acme", "consumer">');
    expect(changes(consumer, after.join("\n")).changed).toEqual(["AcmeSession"]);
  });

  it("breaks those who pass what has to be one thing more from now on", () => {
    const types = "export type User = One; export type One = 1; export type Two = 2;";
    const both = types.replace("= One", "= One & Two");
    expect(changes(types, both)).toEqual({ ...NOTHING, added: ["User"] });
    expect(changes(PASSED + types, PASSED + both)).toEqual({ ...NOTHING, changed: ["User"] });
  });

  it("breaks those who say no parameter where one has no default, and those who say another", () => {
    const list = "export type List<T = 1> = readonly T[];";
    const longer = "export type List<T = 1, U> = readonly T[];";
    expect(changes("export type List = readonly 1[];", list)).toEqual({
      ...NOTHING,
      added: ["List"],
    });
    expect(changes("export type List = readonly 1[];", longer).changed).toEqual(["List"]);
    expect(changes(list, list.replace("T = 1", "T extends 1 = 1")).changed).toEqual(["List"]);
  });

  it("takes nothing by a variable that has a default, nor by first parameters", () => {
    const make = "export function createAcme(options: ClientOptions): AcmeClient {}\n";
    const get = 'export const get: Operation<"acme", Record<string, never>, void> = 1;\n';
    const made = make.replace("ClientOptions", "AcmeOptions");
    const options = "export interface AcmeOptions extends ClientOptions { readonly a?: string }\n";
    const got = get.replace("Record<string, never>", "GetParams");
    const params = "export interface GetParams { readonly b?: string }";
    const found = changes(make + get, made + options + got + params);
    expect(found).toEqual({ ...NOTHING, added: ["AcmeOptions", "GetParams"] });
    const strict = (made + options + got + params).replaceAll("?:", ":");
    expect(changes(make + get, strict).changed).toEqual(["createAcme", "get"]);
  });

  it("knows a type by a new name", () => {
    const before =
      'export interface User { readonly ids: readonly ("a" | "b")[]; readonly c?: "c" | (string & {}) }';
    const after = `export interface User { readonly ids: readonly Id[]; readonly c?: C }
      export type Id = Ids; export type Ids = "a" | "b"; export type C = "c" | "d" | (string & {});
      export type Loop = Loop[] | User;`;
    expect(changes(before, after)).toEqual({ ...NOTHING, added: ["C", "Id", "Ids", "Loop"] });
  });

  it("comes to an end where a new name stands for itself, or for more than anybody has written out", () => {
    const before = "export interface User { readonly ids: string }";
    const lost = { ...NOTHING, changed: ["User.ids"] };
    const loop = `${before.replace("string", "Loop")} export type Loop = string | Loop[];`;
    expect(changes(before, loop)).toEqual({ ...lost, added: ["Loop"] });
    const names = Array.from({ length: 60 }, (_, index) => `T${index + 10}`);
    const twice = names.map((name, index) => {
      const next = names[index + 1] ?? "string";
      return `export type ${name} = readonly [${next}, ${next}];`;
    });
    const deep = `${before.replace("string", "T10")} ${twice.join(" ")}`;
    expect(changes(before, deep)).toEqual({ ...lost, added: names });
  });

  it("finds other signatures, bases and aliases", () => {
    const before = "export function f(a: A): B { return 1; }\nexport interface C extends A {}";
    const after = "export function f(a: A): C { return 2; }\nexport interface C extends B {}";
    expect(changes(before, after).changed).toEqual(["C", "f"]);
    expect(changes("export type A = B;", "export type A = C;").changed).toEqual(["A"]);
  });
});

describe("bumpOf", () => {
  it.each([
    [{ ...NOTHING, removed: ["a"] }, "1.0.0", "major"],
    [{ ...NOTHING, changed: ["a"], added: ["b"] }, "2.3.4", "major"],
    [{ ...NOTHING, changed: ["a"] }, "0.9.0", "minor"],
    [{ ...NOTHING, added: ["a"] }, "1.0.0", "minor"],
    [NOTHING, "1.0.0", "patch"],
  ] as const)("of %j at %s is %s", (found, version, bump) => {
    expect(bumpOf(found, version)).toBe(bump);
  });
});

describe("changesetOf", () => {
  const acme = { id: "acme", name: "@oauth1/acme", version: "1.0.0" };

  it("has one name for one change of one version", () => {
    const found = { ...NOTHING, added: ["getUser"] };
    const { name, text } = changesetOf(acme, found);
    expect(name).toMatch(/^acme-[0-9a-f]{8}\.md$/);
    expect(text).toBe('---\n"@oauth1/acme": minor\n---\n\nAdded: `getUser`.\n');
    expect(changesetOf(acme, found).name).toBe(name);
    expect(changesetOf({ ...acme, version: "1.1.0" }, found).name).not.toBe(name);
    expect(changesetOf(acme, { ...found, added: ["getPost"] }).name).not.toBe(name);
  });

  it("says all that there is to say", () => {
    const { text } = changesetOf(acme, { removed: ["a", "b"], changed: ["c"], added: ["d"] });
    expect(text).toBe(
      '---\n"@oauth1/acme": major\n---\n\nRemoved: `a`, `b`. Changed: `c`. Added: `d`.\n',
    );
  });

  it("announces a package that is new, and what only reads otherwise", () => {
    expect(changesetOf(acme).text).toBe('---\n"@oauth1/acme": minor\n---\n\nThe first version.\n');
    expect(changesetOf(acme, NOTHING).text).toBe(
      '---\n"@oauth1/acme": patch\n---\n\nCalls and types are as before.\n',
    );
  });
});
