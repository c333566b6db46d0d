import { describe, expect, it } from "vitest";
import { formatIssue, parseDescriptor } from "@oauth1/descriptor";
import { ACME, acmeWith, issuesOf, type Case } from "./acme.js";

const FILE = "providers/acme.json";

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

  it("takes a byte order mark and the line ends of Windows, and counts neither", () => {
    const text = acmeWith(['"state": "alive"', '"state": "alvie"']).replaceAll("\n", "\r\n");
    expect(issuesOf(`\uFEFF${ACME.replaceAll("\n", "\r\n")}`)).toEqual([]);
    expect(issuesOf(`\uFEFF${text}`)).toEqual([
      '7:12 error "alvie" is not one of alive, legacy, self-hosted, dead (did you mean "alive"?)',
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

  it.each([
    ["<html>", "1:1 error this is not JSON: names and texts stand in double quotes"],
    ["// nothing", "1:1 error JSON has no comments"],
    ["[".repeat(300), "1:201 error this is nested deeper than 200 levels"],
  ])("does not say of %j that it is empty", (text, issue) => {
    expect(issuesOf(text)).toEqual([issue]);
  });

  it("reports every mistake in the syntax, and what follows from it never", () => {
    const text = acmeWith(
      ['"id": "acme"', "// the id\n  'id': 'acme'"],
      ['"Photos of anvils."', '"Photos of\n anvils."'],
      ['"state": "alive"', '"state": "alvie"'],
      ['"response": "none"', '"response": "none",'],
    );
    expect(issuesOf(text)).toEqual([
      "3:3 error JSON has no comments",
      "4:3 error this is not JSON: names and texts stand in double quotes",
      "6:14 error this text has no end on its line",
      '9:12 error "alvie" is not one of alive, legacy, self-hosted, dead (did you mean "alive"?)',
      "48:5 error a property name is missing, or the comma before is one too many",
    ]);
  });

  it("takes no longer for each of many mistakes", () => {
    const operation = { group: "a", summary: "x", method: "GETT", path: "/x" };
    const names = Array.from({ length: 4000 }, (_, index) => `op${index}`);
    const operations = Object.fromEntries(names.map((name) => [name, operation]));
    const before = process.cpuUsage();
    const count = issuesOf(JSON.stringify({ operations }, undefined, 1)).length;
    expect(count).toBeGreaterThan(4000);
    expect(process.cpuUsage(before).user).toBeLessThan(10_000_000);
  });

  it("ends with types that are made of themselves", () => {
    const type =
      '{ "oneOf": [{ "$ref": "Tree" }, { "type": "array", "items": { "$ref": "Tree" } }] }';
    const types = ['"types": {', `"types": { "Tree": ${type},`] as const;
    const result = '"result": { "$ref": "Tree" }, "example": [[], [{}]]';
    expect(issuesOf(acmeWith(types, ['"result": { "$ref": "Me" }', result]))).toEqual([
      '25:46 error the profile operation\'s result has no "user"',
      '25:69 error the profile operation\'s result has no "user"',
      "33:54 error this is none of the types that it can be",
      '48:44 error "Tree" is one of its own types',
    ]);
  });

  it("ends with examples that are none of several types on any level", () => {
    const types = `"types": {
      "Tree": { "oneOf": [{ "$ref": "Oak" }, { "$ref": "Elm" }] },
      "Oak": { "type": "object", "properties": { "in": { "$ref": "Tree" }, "age": { "type": "string" } } },
      "Elm": { "type": "object", "properties": { "in": { "$ref": "Tree" }, "age": { "type": "boolean" } } },`;
    const example = `{ "age": 1, "in": `.repeat(60) + "5" + " }".repeat(60);
    const text = acmeWith(
      ['"types": {', types],
      ['"result": { "$ref": "Me" }', `"result": { "$ref": "Tree" }, "example": ${example}`],
      [', "id": "user.id", "username": "user.name"', ""],
    );
    expect(issuesOf(text)).toEqual(["33:48 error this is none of the types that it can be"]);
  });

  it("keeps a name such as __proto__ a name", () => {
    expect(issuesOf(acmeWith(['"user_id"', '"__proto__"']))).toEqual([
      '18:9 error the account has its own "__proto__"',
    ]);
  });
});

const cases: readonly Case[] = [
  ["a missing comma", [['"Acme",', '"Acme"']], ["5:3 error a comma is missing"]],
  ["a comment", [['"id": "acme"', '/* x */ "id": "acme"']], ["3:3 error JSON has no comments"]],
  [
    "an unknown property",
    [['"name": "Acme"', '"nmae": "Acme"']],
    ['4:3 error there is no property "nmae" (did you mean "name"?)'],
  ],
  [
    "an unknown property that is like no other",
    [['"signatureMethods"', '"color": 1, "signatureMethods"']],
    ['11:5 error there is no property "color"'],
  ],
  ["a missing property", [['"name": "Acme",\n', ""]], ['1:1 error the property "name" is missing']],
  [
    "a property that another one needs",
    [['"baseUrl"', '"rateLimit": { "calls": 60 }, "baseUrl"']],
    ['24:18 error the property "seconds" is missing'],
  ],
  ["a value of another type", [['"Acme"', "5"]], ["4:11 error this must be a string"]],
  [
    "a value that is neither of two types",
    [['"baseUrl"', '"errors": { "code": 5 }, "baseUrl"']],
    ["24:25 error this must be a string or a list"],
  ],
  [
    "a value that is not among the known ones",
    [['"HMAC-SHA1"', '"HMAC-SHA2"']],
    [
      '11:26 error "HMAC-SHA2" is not one of HMAC-SHA1, HMAC-SHA256, HMAC-SHA256-TOKEN, HMAC-SHA512, PLAINTEXT, RSA-PSS, RSA-SHA1, RSA-SHA256, RSA-SHA512 (did you mean "HMAC-SHA1"?)',
    ],
  ],
  [
    "a number that is too small",
    [['"baseUrl"', '"rateLimit": { "status": 200 }, "baseUrl"']],
    ["24:30 error this must be at least 400"],
  ],
  [
    "a number that is too large",
    [['"signatureMethods"', '"signing": { "nonceLength": 65 }, "signatureMethods"']],
    ["11:33 error this must be at most 64"],
  ],
  [
    "a text of another form",
    [['"path": "/me"', '"path": "me"']],
    [
      '32:15 error "me" is not a path that begins with a slash and has no query (did you mean "/me"?)',
    ],
  ],
  [
    "a name of another form",
    [['"getMe": {', '"GetMe": {']],
    [
      '25:31 error there is no operation "getMe" (did you mean "GetMe"?)',
      '28:5 error "GetMe" is not a camelCase name (did you mean "getMe"?)',
    ],
  ],
  [
    "a header's name in capital letters",
    [['"baseUrl"', '"headers": { "User-Agent": "x" }, "baseUrl"']],
    ['24:18 error "User-Agent" is not a lower-case header name (did you mean "user-agent"?)'],
  ],
  [
    "a URL without its scheme",
    [['"https://acme.example/request"', '"acme.example/request"']],
    [
      '12:56 error "acme.example/request" is not an http(s) URL, or one that begins with a variable such as {storeUrl} (did you mean "https://acme.example/request"?)',
    ],
  ],
  [
    "a URL with a slash too many",
    [['"https://api.acme.example"', '"https://api.acme.example/"']],
    [
      '24:16 error "https://api.acme.example/" is not an http(s) URL, or one that begins with a variable or a field of the account, without a slash, a query or a fragment at the end (did you mean "https://api.acme.example"?)',
    ],
  ],
  [
    "a type that is cut short",
    [['"type": "integer"', '"type": "int"']],
    [
      '53:25 error "int" is not one of string, integer, number, boolean, array, object (did you mean "integer"?)',
    ],
  ],
  [
    "types of other languages",
    [
      ['"type": "integer"', '"type": ["integer", "null"]'],
      ['"tags": { "type": "array"', '"day": { "type": "date" }, "tags": { "type": "array"'],
      ['"type": "string" },\n        "title"', '"type": "uuid" },\n        "title"'],
      ['"in": "body", "type": "string"', '"in": "body", "type": "null"'],
    ],
    [
      '41:39 error "uuid" is not one of string, integer, number, boolean, array, object: say "type": "string", "format": "uuid"',
      '42:42 error "null" is not one of string, integer, number, boolean, array, object: for what can be null, say "nullable": true beside its type',
      '53:25 error this must be a string: for what can be null, say "nullable": true beside its type',
      '55:26 error "date" is not one of string, integer, number, boolean, array, object: say "type": "string", "format": "date"',
    ],
  ],
  [
    "a parameter whose requirement is a text, as one mistake",
    [['"in": "body", "type": "string"', '"in": "body", "type": "string", "required": "true"']],
    ["42:64 error this must be a boolean"],
  ],
  [
    "a parameter of the body without its place, as one mistake",
    [['"in": "body", "type": "string"', '"type": "string"']],
    ['44:15 error there are no body parameters, which say "in": "body"'],
  ],
  [
    "what is missing, with the values that it can have",
    [
      ['"state": "alive",', ""],
      [
        '"method": "POST", "url": "https://acme.example/request"',
        '"url": "https://acme.example/request"',
      ],
      [
        '"oauth": {',
        '"oauth": { "renewal": { "url": "https://acme.example/renew", "handle": "none" },',
      ],
    ],
    [
      '1:1 error the property "state" is missing: say one of alive, legacy, self-hosted, dead',
      '10:25 error the property "method" is missing: say one of GET, POST, PUT, DELETE',
      '12:29 error the property "method" is missing: say one of GET, POST, PUT, DELETE',
    ],
  ],
  [
    "a parameter in a place that is none, as one mistake",
    [['"in": "body", "type": "string"', '"in": "formData", "type": "string"']],
    ['42:26 error "formData" is not one of path, query, header, body (did you mean "body"?)'],
  ],
  [
    "a variable that stands for a whole host and is none, as one mistake",
    [['"https://acme.example/request"', '"https://{shop}"']],
    ['12:56 error there is no variable "shop": declare it in "variables"'],
  ],
  ["an empty list", [['["HMAC-SHA1"]', "[]"]], ["11:25 error at least one is needed"]],
  [
    "an empty object",
    [['"baseUrl"', '"authentication": {}, "baseUrl"']],
    ["24:23 error at least one is needed"],
  ],
  [
    "an item that is there twice",
    [['["https://acme.example/docs"]', '["https://a.example", "https://a.example"]']],
    ["9:14 error an item is there twice"],
  ],
  [
    "an envelope that is no path",
    [['"path": "/me"', '"envelope": true, "path": "/me"']],
    ["32:19 error this must be false, or a string"],
  ],
  [
    "a mistake within one of several forms",
    [['"signatureMethods"', '"twoLegged": { "descripton": "x" }, "signatureMethods"']],
    ['11:20 error there is no property "descripton" (did you mean "description"?)'],
  ],
  [
    "a version that this one does not know",
    [[`"descriptorVersion": 1`, `"descriptorVersion": 2`]],
    [
      "2:24 error this must be 1; the file was written for a newer version of the schema: update @oauth1/codegen",
    ],
  ],
  [
    "a version that there never was",
    [[`"descriptorVersion": 1`, `"descriptorVersion": 0`]],
    ["2:24 error this must be 1"],
  ],
  [
    "a kind of pages without its object",
    [[`"path": "/me"`, `"pagination": "cursor", "path": "/me"`]],
    ['32:21 error this must be an object: say { "kind": "cursor" }'],
  ],
  [
    "numbers among known values, as one mistake",
    [
      [`"enum": ["a", "b"]`, `"enum": [1, 2]`],
      [`"id": { "type": "integer" }`, `"id": { "enum": [1] }`],
    ],
    [
      '53:26 error this must be a string: an "enum" lists the texts of a "type": "string"',
      '54:46 error this must be a string: an "enum" lists the texts of a "type": "string"',
    ],
  ],
  [
    "a path with a backslash",
    [[`"/me"`, `"/me\\\\all"`]],
    [
      '32:15 error "/me\\\\all" is not a path that begins with a slash and has no query (did you mean "/me/all"?)',
    ],
  ],
  [
    "a path with a query",
    [[`"/me"`, `"/me?fields=id"`]],
    [
      '32:15 error "/me?fields=id" is not a path that begins with a slash and has no query: "fields=id" goes to "query", or to "parameters" (did you mean "/me"?)',
    ],
  ],
  [
    "a path that is a whole URL",
    [[`"/me"`, `"https://api.acme.example/me"`]],
    [
      '32:15 error "https://api.acme.example/me" is not a path that begins with a slash and has no query: say only what follows "api.baseUrl"',
    ],
  ],
  [
    "a property that stands elsewhere",
    [
      [`"summary": "Photos of anvils."`, `"callback": {}, "summary": "Photos of anvils."`],
      [`"signatureMethods"`, `"realm": "Photos", "types": {}, "signatureMethods"`],
      [
        `"url": "https://acme.example/request"`,
        `"url": "https://acme.example/request", "realm": ""`,
      ],
      [`"baseUrl"`, `"transmission": "query", "baseUrl"`],
    ],
    [
      '5:3 error there is no property "callback" here: it stands in "oauth"',
      '11:5 error there is no property "realm" here: it stands in "oauth.signing"',
      '11:24 error there is no property "types" here: it stands at the top',
      '12:88 error there is no property "realm" here: it stands in "oauth.temporaryCredentials.signing"',
      '24:5 error there is no property "transmission" here: it stands in "oauth.signing"',
    ],
  ],
  [
    "a property that stands in several places, and names none of them",
    [[`"signatureMethods"`, `"fields": {}, "signatureMethods"`]],
    ['11:5 error there is no property "fields"'],
  ],
  [
    "the steps under the names of the first OAuth",
    [
      [`"temporaryCredentials"`, `"requestToken"`],
      [`"tokenCredentials"`, `"accessToken"`],
    ],
    [
      '12:5 error there is no property "requestToken" (did you mean "temporaryCredentials"?)',
      '14:5 error there is no property "accessToken" (did you mean "tokenCredentials"?)',
    ],
  ],
  [
    "properties of other languages",
    [
      [`"in": "body", "type": "string"`, `"in": "body", "type": "string", "optional": true`],
      [
        `"in": "path", "type": "string"`,
        `"in": "path", "properties": { "a": {} }, "schema": {}, "default": 1`,
      ],
      [
        `"type": "object", "properties": { "user"`,
        `"type": "object", "allOf": [], "properties": { "user"`,
      ],
      [`"type": "array", "items": { "type": "string" }`, `"type": "list"`],
      [`"enum": ["a", "b"]`, `"const": "a"`],
    ],
    [
      '41:31 error there is no property "properties": describe the object under "types", and name it by "$ref"',
      '41:58 error there is no property "schema": what it holds, "type" and the rest, stands in its place',
      '41:72 error there is no property "default": say it in the "description"',
      '42:52 error there is no property "optional": what is not "required" can be left out',
      '49:31 error there is no property "allOf": put the properties of all into one "object"',
      '54:37 error there is no property "const" (did you mean "enum"?)',
      "54:46 error this must be a list",
      '55:27 error "list" is not one of string, integer, number, boolean, array, object (did you mean "array"?)',
    ],
  ],
  [
    "a property that says itself whether it is required",
    [[`{ "type": "integer" }`, `{ "type": "integer", "required": true }`]],
    ['53:48 error this must be a list: name the property in the "required" of its object'],
  ],
  [
    "a misspelled property as one mistake, and what is wrong within it as another",
    [
      ['"types": {', '"typess": {'],
      ['"type": "integer"', '"tpye": "integre"'],
      ['"parameters": {', '"paramters": {'],
      ['"properties": { "user"', '"propertys": { "user"'],
      ['"operations": {', '"operation": {'],
    ],
    [
      '27:3 error there is no property "operation" (did you mean "operations"?)',
      '40:7 error there is no property "paramters" (did you mean "parameters"?)',
      '48:3 error there is no property "typess" (did you mean "types"?)',
      '49:31 error there is no property "propertys" (did you mean "properties"?)',
      '53:17 error there is no property "tpye" (did you mean "type"?)',
      '53:25 error "integre" is not one of string, integer, number, boolean, array, object (did you mean "integer"?)',
    ],
  ],
  [
    "a misspelled word as one mistake",
    [
      ['"Me": { "type": "object"', '"Me": { "type": "objct"'],
      ['"in": "path"', '"in": "paht"'],
      ['"body": "form"', '"body": "fom"'],
      ['"signatureMethods": ["HMAC-SHA1"]', '"signatureMethods": ["PLAINTXT"]'],
    ],
    [
      '11:26 error "PLAINTXT" is not one of HMAC-SHA1, HMAC-SHA256, HMAC-SHA256-TOKEN, HMAC-SHA512, PLAINTEXT, RSA-PSS, RSA-SHA1, RSA-SHA256, RSA-SHA512 (did you mean "PLAINTEXT"?)',
      '41:23 error "paht" is not one of path, query, header, body (did you mean "path"?)',
      '44:15 error "fom" is not one of json, form, multipart, binary (did you mean "form"?)',
      '49:21 error "objct" is not one of string, integer, number, boolean, array, object (did you mean "object"?)',
    ],
  ],
  [
    "what is misspelled beside what it would be, as that alone",
    [
      ['"name": "Acme"', '"name": "Acme", "nmae": "Acme"'],
      ['["HMAC-SHA1"]', '["HMAC-SHA1", "HMAC-SHA2"]'],
      ['"summary": "Photos of anvils."', '"sumary": "Photos of anvils.", "sumnary": ""'],
    ],
    [
      '4:19 error there is no property "nmae" (did you mean "name"?)',
      '5:3 error there is no property "sumary" (did you mean "summary"?)',
      '5:34 error there is no property "sumnary" (did you mean "summary"?)',
      '11:39 error "HMAC-SHA2" is not one of HMAC-SHA1, HMAC-SHA256, HMAC-SHA256-TOKEN, HMAC-SHA512, PLAINTEXT, RSA-PSS, RSA-SHA1, RSA-SHA256, RSA-SHA512 (did you mean "HMAC-SHA1"?)',
    ],
  ],
  [
    "a misspelled word that is there twice",
    [['"HMAC-SHA1"', '"HMAC-SHA11", "HMAC-SHA11"']],
    [
      '11:26 error "HMAC-SHA11" is not one of HMAC-SHA1, HMAC-SHA256, HMAC-SHA256-TOKEN, HMAC-SHA512, PLAINTEXT, RSA-PSS, RSA-SHA1, RSA-SHA256, RSA-SHA512 (did you mean "HMAC-SHA1"?)',
      '11:40 error "HMAC-SHA11" is not one of HMAC-SHA1, HMAC-SHA256, HMAC-SHA256-TOKEN, HMAC-SHA512, PLAINTEXT, RSA-PSS, RSA-SHA1, RSA-SHA256, RSA-SHA512 (did you mean "HMAC-SHA1"?)',
    ],
  ],
  [
    "a kind that there is not, and nothing of what it is for",
    [['"Me": { "type": "object"', '"Me": { "type": "record"']],
    ['49:21 error "record" is not one of string, integer, number, boolean, array, object'],
  ],
  [
    "an object that does not say so, as one mistake",
    [['"Me": { "type": "object", ', '"Me": { ']],
    ['49:13 error "properties" is for "type": "object"'],
  ],
  [
    "a body without its kind, as one mistake",
    [
      ['"body": "form"', '"body": {}'],
      ['"signatureMethods"', '"signing": { "transmission": "body" }, "signatureMethods"'],
      ['"path": "/me"', '"path": "/me", "signing": { "transmission": "header" }'],
    ],
    ['44:15 error the property "kind" is missing: say one of json, form, multipart, binary'],
  ],
  [
    "a text that holds one mistake twice, as one",
    [
      ['"/me"', '"/me/{n}/{n}"'],
      ['"https://acme.example/request"', '"https://acme.example/{a}/{a}"'],
    ],
    [
      '12:56 error there is no variable "a": declare it in "variables"',
      '32:15 error the path parameter "n" is not declared',
    ],
  ],
  [
    "what is more than a yes without its sentence",
    [['"signatureMethods"', '"twoLegged": "yes", "signatureMethods"']],
    ["11:18 error this must be an object, or true"],
  ],
  [
    "an id that begins with a digit",
    [[`"id": "acme"`, `"id": "500px"`]],
    ['3:9 error "500px" is not made of lower-case words joined by hyphens, a letter first'],
  ],
  [
    "what is of none of two types that it can have",
    [
      [`"baseUrl"`, `"errors": { "codes": { "5": 5 } }, "baseUrl"`],
      [`"path": "/me"`, `"pagination": 5, "path": "/me"`],
      [`"body": "form"`, `"body": 5`],
    ],
    [
      "24:33 error this must be an object, or a string",
      "32:21 error this must be an object, or a boolean",
      "44:15 error this must be an object, or a string",
    ],
  ],
  [
    "a choice among one",
    [
      [
        `"tags": { "type": "array", "items"`,
        `"tags": { "oneOf": [{ "type": "string" }] }, "all": { "type": "array", "items"`,
      ],
    ],
    ["55:28 error at least 2 are needed"],
  ],
  [
    "a URL with a fragment, and one that is none besides",
    [
      ["https://acme.example/request", "https://acme.example/request?a=b#c"],
      ["https://acme.example/access", "acme#c"],
    ],
    [
      '12:56 error "https://acme.example/request?a=b#c" has a fragment, which no request has: leave out what begins with "#" (did you mean "https://acme.example/request?a=b"?)',
      '16:14 error "acme#c" is not an http(s) URL, or one that begins with a variable such as {storeUrl}',
    ],
  ],
  [
    "what an answer that tells no token would tell it by",
    [
      [
        `"authorization": {`,
        `"revocation": { "method": "POST", "url": "https://acme.example/end", "tokenAt": "t" },
    "exchanges": { "swap": { "method": "POST", "url": "https://acme.example/swap", "summary": "x", "fields": {}, "tokenAt": "t", "secretAt": "s", "secretOptional": true } },
    "renewal": { "method": "POST", "url": "https://acme.example/renew", "handle": "none", "verifierIn": "query" },
    "xAuth": { "verifierIn": "form" },
    "authorization": {`,
      ],
    ],
    [
      '13:74 error there is no property "tokenAt"',
      '14:114 error there is no property "tokenAt"',
      '14:130 error there is no property "secretAt"',
      '14:147 error there is no property "secretOptional"',
      '15:91 error there is no property "verifierIn" here: it stands in "oauth.tokenCredentials"',
      '16:16 error there is no property "verifierIn" here: it stands in "oauth.tokenCredentials"',
    ],
  ],
];

it.each(cases)("reports %s", (_, changes, expected) => {
  expect(issuesOf(acmeWith(...changes))).toEqual(expected);
});
