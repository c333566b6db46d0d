import { expect, it } from "vitest";
import { acmeWith, issuesOf, type Case } from "../acme.js";

const cases: readonly Case[] = [
  [
    "a parameter that is not declared",
    [
      [
        `"path": "/me"`,
        `"pagination": { "kind": "page", "parameter": "page", "items": "user.tags" }, "parameters": { "pages": { "in": "query" } }, "path": "/me"`,
      ],
    ],
    ['32:52 error "getMe" has no query or body parameter "page" (did you mean "pages"?)'],
  ],
  [
    "a parameter of a place that there is not, and no more of it",
    [
      [
        `"path": "/me"`,
        `"pagination": { "kind": "page", "parameter": "page", "items": "user.tags" }, "parameters": { "page": { "in": "qurey" } }, "path": "/me"`,
      ],
    ],
    ['32:116 error "qurey" is not one of path, query, header, body (did you mean "query"?)'],
  ],
  [
    "a parameter that takes neither text nor number",
    [
      [
        `"path": "/me"`,
        `"pagination": { "kind": "page", "parameter": "page", "items": "user.tags" }, "parameters": { "page": { "type": "boolean" } }, "path": "/me"`,
      ],
    ],
    ['32:52 error "page" of "getMe" takes no text and no number, and pages are asked for with one'],
  ],
  [
    "an end and a next page that are neither text nor number",
    [
      [`"tags": {`, `"all": { "type": "boolean" }, "tags": {`],
      [
        `"path": "/me"`,
        `"pagination": { "kind": "page", "parameter": "page", "total": "user.all", "items": "user.tags" }, "parameters": { "page": {} }, "path": "/me"`,
      ],
      [
        `"response": "none"`,
        `"pagination": { "kind": "link", "next": "user", "items": "user.tags" }, "result": { "$ref": "Me" }`,
      ],
    ],
    [
      '32:69 error "user.all" in the result of "getMe" is no text and no number, as "total" has to be',
      '45:47 error "user" in the result of "addPhoto" is no text and no number, as "next" has to be',
    ],
  ],
  [
    "an offset that begins with neither 0 nor 1",
    [
      [
        `"baseUrl"`,
        `"pagination": { "kind": "offset", "parameter": "a", "first": 2, "items": "d" }, "baseUrl"`,
      ],
    ],
    ["24:66 error this must be at most 1"],
  ],
  [
    "ways that lead nowhere",
    [
      [
        `"path": "/me"`,
        `"pagination": { "kind": "link", "next": "user.next", "items": "user.tgas" }, "path": "/me"`,
      ],
    ],
    [
      '32:47 error the result of "getMe" has no "user.next"',
      '32:69 error the result of "getMe" has no "user.tgas" (did you mean "user.tags"?)',
    ],
  ],
  [
    "ways as JSON pointers and JavaScript write them",
    [
      [
        `"path": "/me"`,
        `"pagination": { "kind": "link", "next": "$.user.tags[0]", "items": "/user/tags" }, "path": "/me"`,
      ],
    ],
    [
      '32:47 error the result of "getMe" has no "$" (did you mean "user.tags.0"?)',
      '32:74 error the result of "getMe" has no "/user/tags" (did you mean "user.tags"?)',
    ],
  ],
  [
    "a way that begins outside of the envelope",
    [
      [
        `"path": "/me"`,
        `"envelope": "data.0", "pagination": { "kind": "link", "items": "data.0.user.tags" }, "path": "/me"`,
      ],
    ],
    ['32:70 error the result of "getMe" has no "data" (did you mean "user.tags"?)'],
  ],
  [
    "items that are no list",
    [[`"path": "/me"`, `"pagination": { "kind": "link", "items": "user.name" }, "path": "/me"`]],
    ['32:48 error "user.name" in the result of "getMe" is not a list'],
  ],
  [
    "an end that is told twice",
    [
      [
        `"baseUrl"`,
        `"pagination": { "kind": "offset", "parameter": "a", "total": "b", "totalHeader": "c", "items": "d" }, "baseUrl"`,
      ],
    ],
    ['24:71 error "total" says it already: leave one of them out'],
  ],
  [
    "an end that is told as pages and as items",
    [
      [
        `"baseUrl"`,
        `"pagination": { "kind": "page", "parameter": "a", "pages": "b", "total": "c", "items": "d" }, "baseUrl"`,
      ],
    ],
    ['24:69 error "pages" says it already: leave one of them out'],
  ],
  [
    "a cursor that is told twice",
    [
      [
        `"baseUrl"`,
        `"pagination": { "kind": "cursor", "parameter": "a", "next": "b", "nextHeader": "c", "items": "d" }, "baseUrl"`,
      ],
    ],
    ['24:70 error "next" says it already: leave one of them out'],
  ],
  [
    "a URL that is told twice",
    [
      [
        `"baseUrl"`,
        `"pagination": { "kind": "link", "nextHeader": "x-next", "next": "b", "items": "d" }, "baseUrl"`,
      ],
    ],
    ['24:61 error "nextHeader" says it already: leave one of them out'],
  ],
  [
    "a cursor that nothing tells",
    [
      [
        `"baseUrl"`,
        `"pagination": { "kind": "cursor", "parameter": "a", "items": "d" }, "baseUrl"`,
      ],
    ],
    ['24:29 error a cursor needs "next" or "nextHeader": where the answer has the next one'],
  ],
  [
    "a misspelled header of a cursor, and no more of it",
    [
      [
        `"baseUrl"`,
        `"pagination": { "kind": "cursor", "parameter": "a", "nextHeadr": "c", "items": "d" }, "baseUrl"`,
      ],
    ],
    ['24:57 error there is no property "nextHeadr" (did you mean "nextHeader"?)'],
  ],
  [
    "a field that the items do not have",
    [
      [
        `"path": "/me"`,
        `"pagination": { "kind": "last-item", "parameter": "tag", "field": "id", "items": "user.tags" }, "parameters": { "tag": { "in": "query" } }, "path": "/me"`,
      ],
    ],
    ['32:73 error the items of "getMe" have no "id"'],
  ],
  [
    "pages that are inherited from nothing",
    [[`"path": "/me"`, `"pagination": true, "path": "/me"`]],
    ['32:21 error there is no "api.pagination" to inherit'],
  ],
  [
    "inherited pages that do not fit",
    [
      [`"baseUrl"`, `"pagination": { "kind": "link", "items": "users" }, "baseUrl"`],
      [`"path": "/me"`, `"pagination": true, "path": "/me"`],
    ],
    ['24:46 error the result of "getMe" has no "users" (did you mean "user"?)'],
  ],
  [
    "inherited pages that one of several operations lacks",
    [
      [
        `"baseUrl"`,
        `"pagination": { "kind": "page", "parameter": "page", "items": "" }, "baseUrl"`,
      ],
      [
        `"path": "/me",\n      "result": { "$ref": "Me" }`,
        `"path": "/me", "pagination": true, "parameters": { "pgae": {} }`,
      ],
      [
        `"addPhoto"`,
        `"a": { "group": "a", "summary": "A.", "method": "GET", "path": "/a", "pagination": true, "parameters": { "page": {} } },
    "addPhoto"`,
      ],
    ],
    ['32:36 error "getMe" has no query or body parameter "page"'],
  ],
  [
    "inherited pages that every operation lacks, where they have it from",
    [
      [
        `"baseUrl"`,
        `"pagination": { "kind": "page", "parameter": "pgae", "items": "" }, "baseUrl"`,
      ],
      [
        `"path": "/me",\n      "result": { "$ref": "Me" }`,
        `"path": "/me", "pagination": true, "parameters": { "page": {} }`,
      ],
      [
        `"addPhoto"`,
        `"a": { "group": "a", "summary": "A.", "method": "GET", "path": "/a", "pagination": true, "parameters": { "page": {} } },
    "addPhoto"`,
      ],
    ],
    ['24:50 error "getMe" has no query or body parameter "pgae" (did you mean "page"?)'],
  ],
  [
    "a kind that is misspelled itself",
    [[`"path": "/me"`, `"pagination": { "kidn": "link", "items": "users" }, "path": "/me"`]],
    [
      '32:23 error there is no property "kidn" (did you mean "kind"?)',
      '32:48 error the result of "getMe" has no "users" (did you mean "user"?)',
    ],
  ],
  [
    "an unknown kind",
    [[`"path": "/me"`, `"pagination": { "kind": "cursr" }, "path": "/me"`]],
    [
      '32:21 error the property "parameter" is missing',
      '32:21 error the property "items" is missing',
      '32:31 error "cursr" is not one of cursor, page, offset, last-item, link, continuation (did you mean "cursor"?)',
    ],
  ],
  [
    "a field of the items that is no text and no number",
    [
      [
        `"path": "/me"`,
        `"pagination": { "kind": "last-item", "parameter": "tag", "field": "user", "items": "list" }, "parameters": { "tag": { "in": "query" } }, "path": "/me"`,
      ],
      [
        `"required": ["user"] }`,
        `"required": ["user"] }, "Mes": { "type": "object", "properties": { "list": { "type": "array", "items": { "$ref": "Me" } } } }`,
      ],
      [`"result": { "$ref": "Me" }`, `"result": { "$ref": "Mes" }`],
      [`"id": "user.id", "username": "user.name"`, `"id": "list.0.user.id"`],
    ],
    ['32:73 error "user" in the items of "getMe" is no text and no number, as "field" has to be'],
  ],
  [
    "a continuation that is a list",
    [
      [
        `"path": "/me"`,
        `"pagination": { "kind": "continuation", "next": "user.tags", "items": "user.tags" }, "path": "/me"`,
      ],
    ],
    ['32:55 error "user.tags" in the result of "getMe" is no object, as "next" has to be'],
  ],
];

it.each(cases)("reports %s", (_, changes, expected) => {
  expect(issuesOf(acmeWith(...changes))).toEqual(expected);
});

it("takes a parameter whose place nobody has to say, and an offset that counts from 1", () => {
  const text = acmeWith([
    `"path": "/me"`,
    `"pagination": { "kind": "offset", "parameter": "start-index", "first": 1, "items": "user.tags" }, "parameters": { "start-index": { "type": "integer" } }, "path": "/me"`,
  ]);
  expect(issuesOf(text)).toEqual([]);
});
