import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { UsageError } from "../src/failure.js";
import { flagsItem, parseInput } from "../src/input/read.js";
import { readPairs, readParameters } from "../src/provider/values.js";
import { cleanAfterEach, createHome, modelOf } from "./fixtures/home.js";

cleanAfterEach();

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

describe("readParameters, by their types", () => {
  const readers = {
    discogs: "addListing",
    "bitbucket-dc": "editFile",
    flickr: "photosGeoSetLocation",
    tumblr: "blockBlogs",
    twitter: "createDirectMessagesConversation",
  } as const;

  /** The values of one name, where nothing else was said. */
  function readOne(id: keyof typeof readers, name: string, ...texts: readonly string[]): unknown {
    return readOf([id, readers[id]], name, ...texts);
  }

  function readOf(
    [id, called]: readonly [id: string, operation: string],
    name: string,
    ...texts: readonly string[]
  ): unknown {
    const model = modelOf(id);
    const operation = model.operations.find((one) => one.id === called);
    if (operation === undefined) throw new Error(called);
    const parameters = operation.parameters.map((one) => ({ ...one, required: false }));
    const said = texts.map((text) => `${name}=${text}`);
    return readParameters(model, { ...operation, parameters }, said)[name];
  }

  it("reads numbers, booleans, lists and JSON", () => {
    expect(readOne("flickr", "lat", "-1.5")).toBe(-1.5);
    expect(readOne("discogs", "release_id", "-3")).toBe(-3);
    expect(readOne("discogs", "weight", "230")).toBe(230);
    expect(readOne("discogs", "weight", "auto")).toBe("auto");
    const flags = ["true", "false"].map((text) => readOne("discogs", "allow_offers", text));
    expect(flags).toEqual([true, false]);
    expect(readOne("tumblr", "blocked_tumblelogs", "a")).toEqual(["a"]);
    expect(readOne("tumblr", "blocked_tumblelogs", "a", "b=c")).toEqual(["a", "b=c"]);
    expect(readOne("twitter", "message", '{"text":"a"}')).toEqual({ text: "a" });
  });

  it.each([
    ["flickr", ["lat", ""], 'lat is a number, not "".'],
    ["discogs", ["release_id", "1.5"], 'release_id is a whole number, not "1.5".'],
    ["discogs", ["allow_offers", "yes"], 'allow_offers is true or false, not "yes".'],
    ["discogs", ["status", "a", "b"], "status takes one value, and there are 2."],
    ["twitter", ["message", "hello"], 'message is JSON, not "hello".'],
  ] as const)("refuses of %s %j", (id, [name, ...texts], message) => {
    expect(() => readOne(id, name, ...texts)).toThrow(new UsageError(message));
  });

  it("takes JSON alone for one of several objects", () => {
    const read = (text: string): unknown => readOf(["tumblr", "createPost"], "content", text);
    expect(read('{"type":"text"}')).toEqual([{ type: "text" }]);
    expect(() => read('{"type":"text"')).toThrow('content is JSON, not "{\\"type\\":\\"text\\"".');
  });

  it("reads files, by the name that they have in their folder", async () => {
    const path = join(createHome().folder, "cat.jpg");
    writeFileSync(path, "meow");
    const read = (text: string): unknown => readOne("bitbucket-dc", "content", text);
    expect(read(`@${path}`)).toMatchObject({ name: "cat.jpg", size: 4 });
    expect(() => read("meow")).toThrow('content is a file, as @path, not "meow".');
    expect(() => read("@nowhere.jpg")).toThrow("content cannot be read: ENOENT");
  });

  it("takes no pair without a name", () => {
    expect(() => readPairs(["=a"], "-p")).toThrow('-p takes name=value, not "=a".');
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
