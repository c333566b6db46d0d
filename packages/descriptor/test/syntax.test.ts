import { expect, it } from "vitest";
import { ACME, acmeWith, issuesOf, type Case } from "./acme.js";

const NO_JSON = "error this is not JSON: names and texts stand in double quotes";

/** Each is one mistake, and all that is wrong. */
const alone: readonly Case[] = [
  ["a name without quotes", [['"api": {', "api: {"]], [`23:3 ${NO_JSON}`]],
  ["a name in other quotes", [['"User": {', "'User': {"]], [`50:5 ${NO_JSON}`]],
  ["a value without quotes", [['"path": "/me"', '"path": /me']], [`32:15 ${NO_JSON}`]],
  [
    "a list of texts in other quotes",
    [['["https://acme.example/docs"]', "['https://acme.example/a', 'https://acme.example/b']"]],
    [`9:15 ${NO_JSON}`],
  ],
  [
    "a word of another language",
    [['"response": "none"', '"response": None']],
    [`45:19 ${NO_JSON}`],
  ],
  [
    "a name that has no end",
    [['"operation": "getMe"', '"operation: "getMe"']],
    [`25:31 ${NO_JSON}`],
  ],
  [
    "a text that has no end",
    [['["HMAC-SHA1"]', '["HMAC-SHA1]']],
    ["11:26 error this text has no end on its line"],
  ],
  ["an equals sign", [['"operations": {', '"operations" = {']], [`27:16 ${NO_JSON}`]],
  ["a missing colon", [['"oauth": {', '"oauth" {']], ["10:11 error a colon is missing"]],
  [
    "a missing value",
    [['"id": "acme"', '"id": ']],
    ["3:9 error a value is missing, or the comma before is one too many"],
  ],
  [
    "an object without its brace",
    [['"api": {', '"api":']],
    [
      "24:14 error only an object has names: an opening brace is missing before this, or a closing bracket",
    ],
  ],
  [
    "an object in a list without its brace",
    [['"sources": ["https://acme.example/docs"]', '"sources": ["a": "https://acme.example/docs"]']],
    [
      "9:18 error only an object has names: an opening brace is missing before this, or a closing bracket",
    ],
  ],
  [
    "a brace that is not closed, at the first line that shows it",
    [['    }\n  },\n  "api"', '    },\n  "api"']],
    ['22:3 error a closing brace is missing before this: the "{" in line 10 is still open'],
  ],
  [
    "a brace that another one closes",
    [
      [
        `"fields": {
        "user_id": { "type": "string", "role": "id" },
        "name": { "type": "string", "role": "username" }
      }`,
        `"fields": {
        "user_id": { "type": "string", "role": "id" },
        "name": { "type": "string", "role": "username" }`,
      ],
    ],
    ['20:5 error a closing brace is missing before this: the "{" in line 17 is still open'],
  ],
  [
    "a bracket that is not closed",
    [['["https://acme.example/docs"],', '["https://acme.example/docs",']],
    ['10:3 error a closing bracket is missing before this: the "[" in line 9 is still open'],
  ],
  [
    "a bracket without its other",
    [
      [
        '"tags": { "type": "array", "items": { "type": "string" } }',
        '"enum":\n          "a"\n        ]',
      ],
    ],
    [
      '57:9 error this "]" closes the "{" in line 52: it is one too many, or its own "[" is missing',
    ],
  ],
  [
    "a brace too many",
    [['"username" }\n      }\n', '"username" }\n      }\n      }\n']],
    [
      '21:7 error this "}" closes the "{" in line 14: it is one too many, or its own "{" is missing',
    ],
  ],
  [
    "a missing end",
    [["    }\n  }\n}\n", "    }\n  }\n"]],
    ["59:1 error a closing brace is missing"],
  ],
];

it.each(alone)("reports %s, and nothing that follows from it", (_, changes, expected) => {
  const text = acmeWith(...changes);
  expect(issuesOf(text)).toEqual(expected);
  expect(issuesOf(text.replaceAll("\n", "\r\n"))).toEqual(expected);
  expect(issuesOf(text.replaceAll("  ", "\t"))).toHaveLength(1);
});

it("reports what is wrong before a place where braces do not match, and what could not follow from it behind", () => {
  const text = acmeWith(
    ['"alive"', '"alvie"'],
    ['    }\n  },\n  "api"', '    },\n  "api"'],
    ['"group": "users"', "'group': \"users\""],
    ['"type": "integer"', '"type": "int"'],
    ['"summary": "Adds a photo."', '"summary": "Adds a photo.'],
  );
  expect(issuesOf(text)).toEqual([
    '7:12 error "alvie" is not one of alive, legacy, self-hosted, dead (did you mean "alive"?)',
    '22:3 error a closing brace is missing before this: the "{" in line 10 is still open',
    `28:7 ${NO_JSON}`,
    "36:18 error this text has no end on its line",
  ]);
});

it("believes the line after a mistake, also its first character", () => {
  const text = acmeWith(['"acme"', "acme"], ['"name": "Acme"', '"nam": "Acme"']);
  expect(issuesOf(text.replace(/^ +/gm, ""))).toEqual([
    `3:7 ${NO_JSON}`,
    '4:1 error there is no property "nam" (did you mean "name"?)',
  ]);
});

it.each([
  ['"b"]', '"b",]', "54:55 error a value is missing, or the comma before is one too many"],
  [
    '"none"',
    '"none",',
    "46:5 error a property name is missing, or the comma before is one too many",
  ],
  ['"none"', '"none" // here', "45:26 error JSON has no comments"],
])("judges how parts fit each other where %s is %s", (from, to, mistake) => {
  const text = acmeWith(['"alive",', '"alive"'], ['"/me"', '"/me/{id}"'], [from, to]);
  expect(issuesOf(text)).toEqual([
    "8:3 error a comma is missing",
    '32:15 error the path parameter "id" is not declared',
    mistake,
  ]);
});

it.each([
  ["a text without indentation", ACME.replace(/^ +/gm, "").replace('}\n},\n"api"', '},\n"api"')],
  ["a text on one line", JSON.stringify(JSON.parse(ACME)).slice(0, -1)],
])("leaves to the parser where %s ends", (_, text) => {
  const issues = issuesOf(text).filter((issue) => issue.includes("missing before this"));
  expect(issuesOf(text)).not.toEqual([]);
  expect(issues).toEqual([]);
});
