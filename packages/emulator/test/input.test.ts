import { describe, expect, it } from "vitest";
import { InputError, curlRequest, readRequest, shellQuoted, shellWords } from "../src/input.js";

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

  it.each(["a", "a b", "it's", "", "$x", "`x`", "a\nb"])(
    "reads %j back from its quotes",
    (word) => {
      expect(shellWords(`x ${shellQuoted(word)}`)).toEqual(["x", word]);
    },
  );

  it("refuses a quote that does not end", () => {
    expect(() => shellWords("curl 'abc")).toThrow(InputError);
  });

  it("refuses typographic quotes, unless they are within others", () => {
    expect(() => shellWords("curl -H \u2018a b\u2019")).toThrow("typographic quotes (\u2018)");
    expect(shellWords("curl -d '\u201Ca\u201D'")).toEqual(["curl", "-d", "\u201Ca\u201D"]);
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
    [`curl.exe ${url}`, { method: "GET", url, headers: [] }],
  ])("reads %s", (command, request) => {
    expect(curlRequest(command)).toEqual(request);
  });

  it.each(["\n", "\r\n"])("reads what browsers copy for cmd.exe, with %j", (line) => {
    const command = [
      `curl ^"${url}?a=b^&c=^%^20d^" ^`,
      `  -H ^"authorization: OAuth oauth_token=^\\^"t^\\^"^" ^`,
      `  --data-raw ^"x=^\\^\\y^`,
      "",
      `z^"`,
    ].join(line);
    expect(curlRequest(command)).toEqual({
      method: "POST",
      url: `${url}?a=b&c=%20d`,
      headers: [["authorization", 'OAuth oauth_token="t"'], form],
      body: "x=\\y\nz",
    });
  });

  it.each(["curl", "wget https://example.com/", "curl -X", "curl -H ': x' https://example.com/"])(
    "refuses %j with the mend",
    (command) => {
      expect(() => curlRequest(command)).toThrow(InputError);
    },
  );
});

describe("readRequest", () => {
  it("refuses files where nothing reads them, and reads them where something does", () => {
    const command = "curl -d @form.txt https://example.com/";
    expect(() => readRequest(command)).toThrow("put its text in its place");
    expect(readRequest(command, { readText: (file) => `file=${file}\n` }).body).toBe(
      "file=form.txt",
    );
  });

  it("counts a Content-Length in bytes", () => {
    const raw = "PUT https://example.com/ HTTP/1.1\nContent-Length: 4\n\n\u00e9\u00e9\u00e9";
    expect(readRequest(raw).body).toBe("\u00e9\u00e9");
  });

  it("passes over the prompt of a command, and over what curl -v says besides", () => {
    expect(readRequest("$ curl -X PUT https://example.com/").method).toBe("PUT");
    const verbose =
      "*   Trying 192.0.2.1:443...\n> GET /me HTTP/2\n> Host: example.com\n> \n< HTTP/2 401\n";
    expect(readRequest(verbose)).toEqual({
      method: "GET",
      url: "https://example.com/me",
      headers: [["Host", "example.com"]],
    });
  });

  it.each([
    ["hello", "This is no request"],
    ["curl", "The curl command has no URL."],
    ['Authorization: OAuth oauth_token="t"', "an Authorization header without its request"],
  ])("refuses %j with the mend", (text, message) => {
    expect(() => readRequest(text)).toThrow(InputError);
    expect(() => readRequest(text)).toThrow(message);
  });
});
