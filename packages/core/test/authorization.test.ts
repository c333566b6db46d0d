import { describe, expect, it } from "vitest";
import { parseAuthorization } from "@oauth1/core";

type Pairs = readonly (readonly [string, string])[];

describe("the Authorization header", () => {
  it.each<[string, Pairs]>([
    ["OAuth", []],
    [" \toauth \t ", []],
    ['OAuth \t oauth_token="a"', [["oauth_token", "a"]]],
    ["OAuth oauth_token=a", [["oauth_token", "a"]]],
    ['OAuth oauth_token="a%7eb"', [["oauth_token", "a~b"]]],
    ['OAuth oauth_token="a&b=c"', [["oauth_token", "a%26b%3Dc"]]],
    ['OAuth oauth_token = "a"', [["oauth_token", "a"]]],
    ['OAuth oauth_token=""', [["oauth_token", ""]]],
    ['OAuth ,\t,  ,oauth_token="a",,', [["oauth_token", "a"]]],
    [
      'OAuth oauth%5Ftoken="a",other="b"',
      [
        ["oauth_token", "a"],
        ["other", "b"],
      ],
    ],
    [
      'OAuth oauth_token="a",\t oauth_nonce="b"',
      [
        ["oauth_token", "a"],
        ["oauth_nonce", "b"],
      ],
    ],
    [
      'OAuth oauth_token="a" , oauth_nonce="b"',
      [
        ["oauth_token", "a"],
        ["oauth_nonce", "b"],
      ],
    ],
  ])("reads %j", (header, parameters) => {
    expect(parseAuthorization(header)).toStrictEqual({ ok: true, parameters });
  });

  it.each([
    ['OAuth oauth_token="a"b', 7],
    ['OAuth oauth_token="a"b"', 7],
    ['OAuth oauth_token=a"b"', 7],
    ['OAuth oauth_token="a', 7],
    ['OAuth other="a", oauth_token="a" "b"', 18],
  ])("refuses %j, and says from where on", (header, from) => {
    expect(parseAuthorization(header)).toEqual({
      ok: false,
      problem: "parameter_rejected",
      advice: `The Authorization header cannot be read from its character ${from} on.`,
    });
  });

  it("is of another scheme where OAuth is a part of its name", () => {
    for (const header of ['XOAuth oauth_token="a"', 'OAuth2 oauth_token="a"', 'OAuth"a"']) {
      expect(parseAuthorization(header)).toBeUndefined();
    }
  });

  it("has its realm in any letter case, once, and without the backslashes of a quotation", () => {
    expect(parseAuthorization('OAuth REALM="a\\"b\\\\c"')).toStrictEqual({
      ok: true,
      parameters: [],
      realm: 'a"b\\c',
    });
    expect(parseAuthorization('OAuth realm="",Realm="a"')).toEqual({
      ok: false,
      problem: "parameter_rejected",
      advice: "The realm appears twice.",
    });
  });
});
