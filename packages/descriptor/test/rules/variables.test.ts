import { expect, it } from "vitest";
import { acmeWith, issuesOf, type Case } from "../acme.js";

const cases: readonly Case[] = [
  [
    "a variable in what every call sends besides",
    [
      [
        `"oauth": {`,
        `"variables": { "shop": { "description": "The shop.", "example": "a" } }, "oauth": {`,
      ],
      [
        `"baseUrl": "https://api`,
        `"headers": { "x-json": "{\\"a\\":1}", "x-shop": "of {shop}" }, "baseUrl": "https://{shop}.api`,
      ],
    ],
    ['24:51 error variables are for URLs and realms: "{shop}" would be sent as it stands'],
  ],
  [
    "a variable that nothing uses",
    [
      [
        `"oauth": {`,
        `"variables": { "shop": { "description": "The shop.", "example": "a" } }, "oauth": {`,
      ],
    ],
    ['10:18 error no URL and no realm uses the variable "shop"'],
  ],
  [
    "a variable that a URL misspells, as one mistake",
    [
      [
        `"oauth": {`,
        `"variables": { "shop": { "description": "The shop.", "example": "a" } }, "oauth": {`,
      ],
      ["https://api.acme.example", "https://{shpo}.acme.example"],
    ],
    ['24:16 error there is no variable "shpo" (did you mean "shop"?)'],
  ],
  [
    "a name that realms have already",
    [
      [
        `"oauth": {`,
        `"variables": { "requestUrl": { "description": "x", "example": "a" } }, "oauth": {`,
      ],
    ],
    ["10:18 error a realm has its own {requestUrl}"],
  ],
  [
    "an example that would leave its place",
    [
      [
        `"oauth": {`,
        `"variables": { "shop": { "description": "The shop.", "example": "a/b" } }, "oauth": {`,
      ],
      ["https://api.acme.example", "https://{shop}.acme.example"],
    ],
    ['10:67 error "a/b" is not made of letters, digits and .-_~: a "type": "url" may be more'],
  ],
  [
    "a URL with a slash at the end",
    [
      [
        `"oauth": {`,
        `"variables": { "shop": { "description": "The shop.", "type": "url", "example": "https://a.example/" } }, "oauth": {`,
      ],
      ["https://api.acme.example", "{shop}"],
    ],
    [
      '10:82 error "https://a.example/" is not an http(s) URL without a query and a slash at the end',
    ],
  ],
  [
    "an example and a default that are not among the values",
    [
      [
        `"oauth": {`,
        `"variables": { "stage": { "description": "x", "example": "sandbx", "default": "live", "values": { "sandbox": "apisb" } } }, "oauth": {`,
      ],
      ["https://api.acme.example", "https://{stage}.acme.example"],
    ],
    [
      '10:60 error "sandbx" is not one of the values sandbox (did you mean "sandbox"?)',
      '10:81 error "live" is not one of the values sandbox',
    ],
  ],
  [
    "values of a URL that are none",
    [
      [
        `"oauth": {`,
        `"variables": { "env": { "description": "x", "type": "url", "example": "live", "values": { "live": "acme.example", "test": "https://test.acme.example/", "old": "https://old.acme.example" } } }, "oauth": {`,
      ],
      ["https://api.acme.example", "{env}"],
    ],
    [
      '10:101 error "acme.example" is not an http(s) URL without a query and a slash at the end',
      '10:125 error "https://test.acme.example/" is not an http(s) URL without a query and a slash at the end',
    ],
  ],
];

it.each(cases)("reports %s", (_, changes, expected) => {
  expect(issuesOf(acmeWith(...changes))).toEqual(expected);
});
