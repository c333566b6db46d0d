import { describe, expect, it } from "vitest";
import { UsageError } from "../src/failure.js";
import { curlRequest } from "../src/input/curl.js";
import { parseInput } from "../src/input/read.js";
import { shellWords } from "../src/input/shell-words.js";

describe("shellWords", () => {
  it.each([
    ["a  b\n c", ["a", "b", "c"]],
    ["a \\\n  b", ["a", "b"]],
    [`'a b'"c d"e`, ["a bc de"]],
    [`"a\\"b" 'c\\d' e\\'f`, ['a"b', "c\\d", "e'f"]],
    [`$'a\\'b\\u0041\\n' $x`, ["a'bA\n", "$x"]],
    [`'' ""`, ["", ""]],
  ])("reads %j as a shell does", (command, words) => {
    expect(shellWords(command)).toEqual(words);
  });

  it("refuses a quote that does not end", () => {
    expect(() => shellWords("curl 'abc")).toThrow(UsageError);
  });
});

describe("curlRequest", () => {
  const url = "https://example.com/";
  const form = ["content-type", "application/x-www-form-urlencoded"];

  it.each([
    [`curl ${url}`, { method: "GET", url, headers: [] }],
    ["curl example.com/a", { method: "GET", url: "http://example.com/a", headers: [] }],
    [`curl -XPUT --url ${url}`, { method: "PUT", url, headers: [] }],
    [`curl -sSLd a=b -d c ${url}`, { method: "POST", url, headers: [form], body: "a=b&c" }],
    [`curl --data=a=b ${url}`, { method: "GET", url, headers: [] }],
    [`curl -G -d a=b '${url}?c'`, { method: "GET", url: `${url}?c&a=b`, headers: [] }],
    [
      `curl --data-urlencode 'a=b c&' ${url}`,
      { method: "POST", url, headers: [form], body: "a=b%20c%26" },
    ],
    [
      `curl -H 'Content-Type: text/xml' --data-raw '@x' ${url}`,
      { method: "POST", url, headers: [["content-type", "text/xml"]], body: "@x" },
    ],
    [`curl -u me:pass -o file -k --compressed ${url}`, { method: "GET", url, headers: [] }],
    [
      `curl -F a=@b ${url}`,
      { method: "POST", url, headers: [["content-type", "multipart/form-data"]] },
    ],
  ])("reads %s", (command, request) => {
    expect(curlRequest(command)).toEqual(request);
  });

  it.each(["curl", "wget https://example.com/", "curl -X", "curl -H ': x' https://example.com/"])(
    "refuses %j with the mend",
    (command) => {
      expect(() => curlRequest(command)).toThrow(UsageError);
    },
  );
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

  it.each([
    ["", "There is no request"],
    ["hello there", "This is no request"],
    ["{", "This is neither JSON nor JSON lines"],
  ])("refuses %j", (text, message) => {
    expect(() => parseInput(text)).toThrow(message);
  });

  it.each([
    ['{"url":1}', "url has to be text."],
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
