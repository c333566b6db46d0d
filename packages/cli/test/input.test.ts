import { describe, expect, it } from "vitest";
import { UsageError } from "../src/failure.js";
import { flagsItem, parseInput } from "../src/input/read.js";
import { readParameters } from "../src/provider/values.js";
import { modelOf } from "./fixtures/home.js";

describe("flagsItem", () => {
  it("refuses a header field with the mend", () => {
    const flags = { header: [": x"] };
    expect(() => flagsItem("https://example.com/", flags)).toThrow(UsageError);
  });
});

describe("flagsItem, as curl reads its flags", () => {
  it("leaves out a field without a value", () => {
    const flags = { header: ["Content-Type:"], data: ["a=b"] };
    expect(flagsItem("https://example.com/#c", flags).request).toEqual({
      method: "POST",
      url: "https://example.com/#c",
      headers: [],
      body: "a=b",
    });
  });
});

describe("readParameters", () => {
  it("sends a number of more than 53 bits as it was typed, whatever its type says", () => {
    for (const [id, operation, name] of [
      ["mediawiki", "allPages", "aplimit"],
      ["mastercard", "findInsights", "spendingAreaId"],
    ] as const) {
      const model = modelOf(id);
      const found = model.operations.filter((one) => one.id === operation);
      const read = (text: string): readonly unknown[] =>
        found.map((one) => readParameters(model, one, [`${name}=${text}`])[name]);
      expect(read("12345678901234567890")).toEqual(["12345678901234567890"]);
      expect(read("500")).toEqual([500]);
    }
  });
});

describe("parseInput", () => {
  it("reads raw requests, with a body and without a version", () => {
    const [read] = parseInput(
      "POST /a HTTP/1.1\r\nHost: Example.com\r\nX-A: b\r\n\r\nc=d\r\n",
    ).items;
    expect(read?.().request).toEqual({
      method: "POST",
      url: "https://Example.com/a",
      headers: [
        ["Host", "Example.com"],
        ["X-A", "b"],
      ],
      body: "c=d",
    });
    const [exact] = parseInput(
      "PUT /a HTTP/1.1\r\nHost: b\r\nContent-Length: 6\r\n\r\na\r\n\r\nb\r\n",
    ).items;
    expect(exact?.().request.body).toBe("a\r\n\r\nb");
    const [bare] = parseInput("GET /a", "http://127.0.0.1:80/").items;
    expect(bare?.().request.url).toBe("http://127.0.0.1:80/a");
    expect(() => parseInput("GET /a HTTP/1.1\n\n")).toThrow("The request has no Host");
  });

  it("reads JSON lines of which the first is a bad one", () => {
    const { isBatch, items } = parseInput('{"url":\n{"url":"https://example.com/"}\n');
    expect(isBatch).toBe(true);
    expect(() => items[0]?.()).toThrow("This is neither JSON nor JSON lines");
    expect(items[1]?.().request.url).toBe("https://example.com/");
    expect(() => parseInput('{\n  "url": "https://example.com/",\n}')).toThrow("neither JSON");
  });

  it("reads a list as a batch, and a timestamp as a number", () => {
    const { isBatch, items } = parseInput('[{"url":"https://example.com/","timestamp":137131202}]');
    expect(isBatch).toBe(true);
    expect(items.map((item) => item().given.timestamp)).toEqual(["137131202"]);
  });

  it.each([
    ["", "There is no request"],
    ["hello there", "This is no request"],
    ["{", "This is neither JSON nor JSON lines"],
  ])("refuses %j", (text, message) => {
    expect(() => parseInput(text)).toThrow(message);
  });

  it.each([
    ['{"url":1}', "url has to be text."],
    ['{"log":{"entries":[]}}', "This is a HAR file"],
    ['{"method":"GET"}', "A request as JSON needs a url."],
    ['{"url":"https://example.com/","headers":"x"}', "headers is an object of texts"],
    ['{"url":"https://example.com/","consumer":"ck"}', "consumer.key has to be text."],
    ['{"url":"https://example.com/","secret":"kd94"}', '"secret" is none of the names'],
  ])("refuses %s without repeating a value", (text, message) => {
    const refuse = (): unknown => parseInput(text).items[0]?.();
    expect(refuse).toThrow(message);
    expect(refuse).not.toThrow("kd94");
  });
});
