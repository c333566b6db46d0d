import { describe, expect, it } from "vitest";
import { formatIssue, parseDescriptor } from "@oauth1/descriptor";
import { ACME, acmeWith } from "./acme.js";

const FILE = "providers/acme.json";

function issuesOf(text: string, file: string = FILE): readonly string[] {
  const result = parseDescriptor(text, { file });
  if (result.ok) return [];
  return result.issues.map((issue) => formatIssue(issue).replace(`${file}:`, ""));
}

describe("parseDescriptor", () => {
  it("accepts a descriptor without mistakes", () => {
    expect(issuesOf(ACME)).toEqual([]);
  });

  it("reports five mistakes as five issues, each where it stands", () => {
    const text = acmeWith(
      ['"state": "alive"', '"state": "alvie"'],
      ['"tokenCredentials"', '"tokenCredential"'],
      ['"operation": "getMe"', '"operation": "getMy"'],
      ['"/users/{id}/photos"', '"/users/{id}/photos/{n}"'],
      ['"$ref": "User"', '"$ref": "Users"'],
    );
    expect(issuesOf(text)).toEqual([
      '7:12 error "alvie" is not one of alive, legacy, self-hosted, dead (did you mean "alive"?)',
      '14:5 error there is no property "tokenCredential" (did you mean "tokenCredentials"?)',
      '25:31 error there is no operation "getMy" (did you mean "getMe"?)',
      '39:15 error the path parameter "n" is not declared',
      '49:65 error there is no type "Users" (did you mean "User"?)',
    ]);
  });

  it.each(["", " \n"])("says of %j that it is empty, and nothing else", (text) => {
    const result = parseDescriptor(text, { file: FILE });
    expect(result.ok ? [] : result.issues.map(formatIssue)).toEqual([
      `${FILE}:1:1 error the file is empty`,
    ]);
  });

  it("gives an issue all that a tool needs", () => {
    const result = parseDescriptor(acmeWith(['"role": "id"', '"rôle": "id"']), { file: FILE });
    expect(result).toEqual({
      ok: false,
      issues: [
        {
          file: FILE,
          line: 18,
          column: 40,
          path: 'oauth.tokenCredentials.fields.user_id["rôle"]',
          rule: "unknown-property",
          message: 'there is no property "rôle"',
          suggestion: "role",
        },
      ],
    });
  });

  it("counts lines that end in CRLF", () => {
    const text = acmeWith(['"alive"', '"gone"']).replaceAll("\n", "\r\n");
    expect(issuesOf(text)).toEqual([
      '7:12 error "gone" is not one of alive, legacy, self-hosted, dead',
    ]);
  });

  it("survives any text", () => {
    for (const text of ["", " ", "{", "[]", "null", '"x"', "{]", '{"a":', "\u0000", "{}{}"]) {
      expect(issuesOf(text).length, text).toBeGreaterThan(0);
    }
    for (let end = 0; end < ACME.length - 2; end += 7) {
      expect(issuesOf(ACME.slice(0, end)).length).toBeGreaterThan(0);
    }
  });

  it("keeps a name such as __proto__ a name", () => {
    expect(issuesOf(acmeWith(['"user_id"', '"__proto__"']))).toEqual([
      '18:9 error the account has its own "__proto__"',
    ]);
  });
});

describe("each rule", () => {
  const cases: readonly (readonly [string, readonly [string, string], readonly string[]])[] = [
    ["syntax", ['"Acme",', '"Acme"'], ["5:3 error a comma is missing"]],
    ["comment", ['"id": "acme"', '/* x */ "id": "acme"'], ["3:3 error JSON has no comments"]],
    [
      "unknown-property",
      ['"name": "Acme"', '"nmae": "Acme"'],
      ['4:3 error there is no property "nmae" (did you mean "name"?)'],
    ],
    ["missing-property", ['"name": "Acme",\n', ""], ['1:1 error the property "name" is missing']],
    ["wrong-type", ['"Acme"', "5"], ["4:11 error this must be a string"]],
    [
      "not-allowed",
      ['"HMAC-SHA1"', '"HMAC-SHA2"'],
      [
        '11:26 error "HMAC-SHA2" is not one of HMAC-SHA1, HMAC-SHA256, HMAC-SHA512, PLAINTEXT, RSA-PSS, RSA-SHA1, RSA-SHA256, RSA-SHA512 (did you mean "HMAC-SHA1"?)',
      ],
    ],
    [
      "pattern",
      ['"path": "/me"', '"path": "me"'],
      ['32:15 error "me" is not a path that begins with a slash and has no query'],
    ],
    [
      "pattern of a name",
      ['"getMe": {', '"GetMe": {'],
      [
        '25:31 error there is no operation "getMe" (did you mean "GetMe"?)',
        '28:5 error "GetMe" is not a camelCase name',
      ],
    ],
    ["empty", ['["HMAC-SHA1"]', "[]"], ["11:25 error at least one is needed"]],
    [
      "duplicate-item",
      ['["https://acme.example/docs"]', '["https://a.example", "https://a.example"]'],
      ["9:14 error an item is there twice"],
    ],
    [
      "duplicate-key",
      ['"id": { "type": "integer" }', '"id": { "type": "string" }, "id": { "type": "string" }'],
      ['53:37 error "id" is there twice'],
    ],
    ["date", ["2026-11-20", "2026-02-30"], ["8:19 error there is no day 2026-02-30"]],
    [
      "url",
      ["https://acme.example/access", "http://acme.example/access"],
      ["16:14 error only https keeps tokens secret; http is for a dead provider or this machine"],
    ],
    [
      "url with a user",
      ["https://acme.example/access", "https://a:b@acme.example/access"],
      ["16:14 error a URL with a user's name in it leaks it"],
    ],
    [
      "url that is none",
      ["https://acme.example/access", "https://[acme/access"],
      ['16:14 error "https://[acme/access" is not a URL'],
    ],
    ["field-name", ['"user_id"', '"token"'], ['18:9 error the account has its own "token"']],
    [
      "role",
      ['"role": "username"', '"role": "id"'],
      ['19:45 error "user_id" has the role "id" already'],
    ],
    [
      "operation-name",
      ['"addPhoto"', '"delete"'],
      ['35:5 error "delete" is a reserved word of JavaScript'],
    ],
    [
      "operation-name of the factory",
      ['"addPhoto"', '"createAcme"'],
      ['35:5 error the SDK exports its own "createAcme"'],
    ],
    [
      "path-parameter not declared",
      ['"id": { "in": "path"', '"id": { "in": "query"'],
      ['39:15 error the path parameter "id" is not declared'],
    ],
    [
      "signature method that the client has no key for",
      ['"HMAC-SHA1"', '"RSA-SHA1"'],
      ["11:26 error the client cannot sign with RSA-SHA1 yet: it has no place for a private key"],
    ],
    [
      "path-parameter misspelled, which is one mistake",
      ["/users/{id}/photos", "/users/{ids}/photos"],
      ['39:15 error the path parameter "ids" is not declared (did you mean "id"?)'],
    ],
    [
      "path-parameter not used",
      ["/users/{id}/photos", "/users/photos"],
      ['41:9 error the path does not use the parameter "id"'],
    ],
    [
      "body of a GET",
      ['"method": "POST",\n      "path"', '"method": "GET",\n      "path"'],
      ["42:9 error a GET request has no body"],
    ],
    [
      "body without a kind",
      ['"body": "form",\n', ""],
      ['35:5 error body parameters need a "body": "json" or "form"'],
    ],
    [
      "body without parameters",
      ['{ "in": "body"', '{ "in": "query"'],
      ["44:15 error there are no body parameters"],
    ],
    [
      "parameter",
      ['"in": "body", "type": "string"', '"in": "body", "type": "object"'],
      ["42:42 error only a JSON body can hold an object"],
    ],
    [
      "parameter in a path",
      ['"in": "path", "type": "string"', '"in": "path", "type": "array"'],
      ["41:39 error a path cannot hold a list"],
    ],
    [
      "parameter of no object",
      ['"title": {', '"__proto__": {'],
      ['42:9 error JavaScript objects have no room for "__proto__"'],
    ],
    [
      "result",
      ['"response": "none"', '"response": "none", "result": { "$ref": "Me" }'],
      ['45:37 error a response of kind "none" has no result type'],
    ],
    [
      "reference",
      ['"result": { "$ref": "Me" }', '"result": { "$ref": "Mee" }'],
      ['33:27 error there is no type "Mee" (did you mean "Me"?)'],
    ],
    [
      "type",
      ['"type": "array", "items"', '"type": "string", "items"'],
      ['55:37 error "items" is for "type": "array"'],
    ],
    [
      "type besides a reference",
      ['{ "$ref": "User" }', '{ "$ref": "User", "type": "object" }'],
      ['49:73 error a "$ref" says the type already'],
    ],
    [
      "type-name",
      ['"Me": {', '"AcmeSession": {'],
      ['33:27 error there is no type "Me"', '49:5 error the SDK has its own "AcmeSession"'],
    ],
    [
      "type-name of parameters",
      ['"types": {', '"types": { "AddPhotoParams": { "type": "string" },'],
      ['48:14 error the SDK has its own "AddPhotoParams"'],
    ],
    [
      "required",
      ['"required": ["user"]', '"required": ["uesr"]'],
      ['49:90 error there is no property "uesr" (did you mean "user"?)'],
    ],
    [
      "profile way",
      ['"username": "user.name"', '"username": "user.nam"'],
      ['25:69 error the profile operation\'s result has no "user.nam" (did you mean "user.name"?)'],
    ],
    [
      "profile with parameters",
      [
        '"path": "/me",',
        '"path": "/me", "parameters": { "x": { "in": "query", "required": true } },',
      ],
      ['25:31 error the token alone must say who it is, but this operation needs "x"'],
    ],
  ];

  it.each(cases)("%s", (_, change, expected) => {
    expect(issuesOf(acmeWith(change))).toEqual(expected);
  });

  it("file-name", () => {
    expect(issuesOf(ACME, "providers/acne.json")).toEqual([
      '3:9 error the id is "acme", but the file is named "acne" (did you mean "acne"?)',
    ]);
  });

  it("reserved-id", () => {
    const text = acmeWith(['"id": "acme"', '"id": "core"']);
    expect(issuesOf(text, "providers/core.json")).toEqual([
      '3:9 error "core" is the name of a package of this project',
    ]);
  });

  it("allows http for the dead and for this machine", () => {
    const insecure = ["https://acme.example/access", "http://acme.example/access"] as const;
    expect(issuesOf(acmeWith(insecure, ['"alive"', '"dead"']))).toEqual([]);
    const local = ["https://acme.example/access", "http://127.0.0.1:8080/access"] as const;
    expect(issuesOf(acmeWith(local))).toEqual([]);
  });

  it("follows a circle of references only once", () => {
    const circle = ['"User": {', '"A": { "$ref": "B" }, "B": { "$ref": "A" }, "User": {'] as const;
    const way = ['"user": { "$ref": "User" }', '"user": { "$ref": "A" }'] as const;
    expect(issuesOf(acmeWith(circle, way))).toEqual([
      '25:46 error the profile operation\'s result has no "user.id"',
      '25:69 error the profile operation\'s result has no "user.name"',
    ]);
  });
});
