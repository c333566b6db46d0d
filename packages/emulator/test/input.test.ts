import { describe, expect, it } from "vitest";
import {
  InputError,
  curlRequest,
  curlText,
  rawText,
  readRequest,
  shellQuoted,
  shellWords,
} from "../src/input.js";

describe("shellWords", () => {
  it.each([
    ["a  b\n c", ["a", "b", "c"]],
    ["a \\\n  b", ["a", "b"]],
    ['a \\\r\n  b "c\\\r\nd" \\\r\n', ["a", "b", "cd"]],
    ["a \\\n", ["a"]],
    [`'a b'"c d"e`, ["a bc de"]],
    [`"a\\"b" 'c\\d' e\\'f`, ['a"b', "c\\d", "e'f"]],
    [`$'a\\'b\\u0041\\n' $x`, ["a'bA\n", "$x"]],
    [`'' ""`, ["", ""]],
    [`$'caf\\xc3\\xa9 \\303\\251' $'caf\\xe9'`, ["caf\u00e9 \u00e9", "caf\u00e9"]],
    [`$'\\U1F600\\ud83d\\ude00\\UFFFFFFFF'`, ["\u{1F600}\u{1F600}\uFFFD"]],
    [`$'\\a\\b\\e\\E\\f\\v\\q'`, ["\u0007\b\u001b\u001b\f\vq"]],
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
    [
      `curl -sSLd a=b -d c ${url}`,
      { method: "POST", url, headers: [form], body: "a=b&c", options: ["-s", "-S", "-L"] },
    ],
    [`curl -Gd a=b ${url}`, { method: "GET", url: `${url}?a=b`, headers: [] }],
    [`curl -d '-ab' ${url}`, { method: "POST", url, headers: [form], body: "-ab" }],
    [`curl -G -d a=b '${url}?c'`, { method: "GET", url: `${url}?c&a=b`, headers: [] }],
    [`curl -G -d a=b '${url}?c#d'`, { method: "GET", url: `${url}?c&a=b#d`, headers: [] }],
    [`curl -G -d a=b '${url}?'`, { method: "GET", url: `${url}?a=b`, headers: [] }],
    [
      `curl --url-query 'a=b c' --url-query +d=%20 -d e '${url}#f'`,
      { method: "POST", url: `${url}?a=b%20c&d=%20#f`, headers: [form], body: "e" },
    ],
    [
      `curl --data-urlencode 'a=b c&' ${url}`,
      { method: "POST", url, headers: [form], body: "a=b%20c%26" },
    ],
    [
      `curl --data-urlencode a@b=c@d --data-urlencode @e=f --url-query g@h=i ${url}`,
      { method: "POST", url: `${url}?g@h=i`, headers: [form], body: "a@b=c%40d&@e=f" },
    ],
    [`curl -A a -A b -e c -e '' ${url}`, { method: "GET", url, headers: [["user-agent", "b"]] }],
    [
      `curl -A a -e b -H 'User-Agent: c' -H 'Referer:' ${url}`,
      { method: "GET", url, headers: [["user-agent", "c"]] },
    ],
    [
      `curl -H 'Content-Type: text/xml' --data-raw '@x' ${url}`,
      { method: "POST", url, headers: [["content-type", "text/xml"]], body: "@x" },
    ],
    [
      `curl -u me:pass -o file -k --compressed ${url}`,
      {
        method: "GET",
        url,
        headers: [],
        options: ["-u", "me:pass", "-o", "file", "-k", "--compressed"],
      },
    ],
    [
      `curl -F a=@b -F 'c=d e' ${url}`,
      {
        method: "POST",
        url,
        headers: [["content-type", "multipart/form-data"]],
        form: ["-F", "a=@b", "-F", "'c=d e'"],
      },
    ],
    [
      `curl --form-string a=@b -H 'Content-Type: multipart/mixed' ${url}`,
      {
        method: "POST",
        url,
        headers: [["content-type", "multipart/mixed"]],
        form: ["--form-string", "a=@b"],
      },
    ],
    [
      `curl -b a=1 -b 'b=2; c=3' -b jar ${url}`,
      { method: "GET", url, headers: [["cookie", "a=1; b=2; c=3"]], options: ["-b", "jar"] },
    ],
    [`curl -b a=1 -H 'Cookie: b=2' ${url}`, { method: "GET", url, headers: [["cookie", "b=2"]] }],
    [
      `curl -u "$USER:$PASS" ${url}`,
      { method: "GET", url, headers: [], options: ["-u", '"$USER:$PASS"'] },
    ],
    [
      `curl -H 'Content-Type:' -H 'Accept:' -H 'X-A;' -d a ${url}`,
      { method: "POST", url, headers: [["x-a", ""]], body: "a" },
    ],
    [
      `curl -H 'Accept: a/b' --json '[1,' --json '2]' ${url}`,
      {
        method: "POST",
        url,
        headers: [
          ["accept", "a/b"],
          ["content-type", "application/json"],
        ],
        body: "[1,2]",
      },
    ],
    [
      `curl --unix-socket /run/a ${url}`,
      { method: "GET", url, headers: [], options: ["--unix-socket", "/run/a"] },
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

describe("curlRequest, where curl does what a request cannot say", () => {
  it.each([
    ["-T file https://example.com/", "curl's -T uploads a file: write -X PUT"],
    ["--upload-file file https://example.com/", "--data-binary @FILE"],
    ["-K secrets https://example.com/", "curl's -K reads options from a file"],
    ["https://example.com/ --next https://example.com/", "curl's --next begins another request"],
    ["-H Authorization: OAuth https://example.com/", "more than one URL"],
    ["--request=PUT https://example.com/", "curl takes no equals sign behind --request"],
    ["/me?a=b", "A path names no host: write the whole URL"],
    ["-X '' https://example.com/", 'There is no method "": it is one word, such as POST.'],
    ["-X 'PUT /' https://example.com/", 'There is no method "PUT\u2026"'],
    ["https://example.com/ | jq .", "The command goes on with | for the shell: leave that out"],
    ["https://example.com/ # me", "The command goes on with # for the shell"],
    ["https://example.com/ > me.json", "The command goes on with > for the shell"],
    ["-s https://example.com/ 2> /dev/null", "The command goes on with 2> for the shell"],
    ["\u2013H 'A: b' https://example.com/", "a typographic dash (\u2013)"],
    ["https://example.com/ \u2014header 'A: b'", "a typographic dash (\u2014)"],
    ["https://example.com/\u200B", "a character in it that nobody sees (U+200B)"],
    ["\u200B-H 'A: b' https://example.com/", "(U+200B)"],
  ])("refuses %s", (words, message) => {
    expect(() => curlRequest(`curl ${words}`)).toThrow(InputError);
    expect(() => curlRequest(`curl ${words}`)).toThrow(message);
  });

  it("repeats no value", () => {
    expect(() => curlRequest("curl --user=me:pa55 https://example.com/")).not.toThrow("pa55");
    expect(() => curlRequest("curl https://a.example/?pa55 b")).not.toThrow("pa55");
  });
});

describe("curlRequest, where a shell or a template would have put something else", () => {
  const url = "https://example.com/";

  it.each([
    ['"$URL"', "for $URL: write that in its place"],
    ["$URL", "for $URL:"],
    [`${url}$1`, "for $1:"],
    [`${url} -H "Authorization: OAuth oauth_token=\\"${"${TOKEN:-pa55}"}\\""`, "for ${TOKEN}:"],
    [`"${url}?\\\\$A"`, "for $A:"],
    [`${url} -d id="$(cat pa55)"`, "for $(...):"],
    [`${url} -d id=\`cat pa55\``, "for `...`:"],
    ["'{{host}}/me'", "{{host}} is a placeholder"],
    [`${url} -H 'Authorization: OAuth oauth_token="{{ token }}"'`, "{{ token }} is a placeholder"],
  ])("refuses %s", (words, message) => {
    expect(() => curlRequest(`curl ${words}`)).toThrow(InputError);
    expect(() => curlRequest(`curl ${words}`)).toThrow(message);
    expect(() => curlRequest(`curl ${words}`)).not.toThrow("pa55");
  });

  it.each([
    ["'https://example.com/?$top=1'", "?$top=1"],
    ['"https://example.com/?\\$top=\\`1\\`"', "?$top=`1`"],
    [`${url}?\\$top=1`, "?$top=1"],
    [`"${url}?a=5$&b=$"`, "?a=5$&b=$"],
    [`"${url}?%24{}"`, "?%24{}"],
    [`^"${url}?$top=1^&b=\`^"`, "?$top=1&b=`"],
    [`-o "$OUT" -u "$USER:$PASS" -b \`jar\` -F "a=$FILE" -X GET ${url}`, ""],
  ])("takes %s as it is, or passes over it", (words, rest) => {
    expect(curlRequest(`curl ${words}`).url).toBe(`${url}${rest}`);
  });

  it("takes a template in a body for one that is sent", () => {
    expect(curlRequest(`curl -d 'text=Hello {{name}}' ${url}`).body).toBe("text=Hello {{name}}");
  });
});

describe("curlRequest with files", () => {
  const bytes = new Uint8Array([0x61, 0x3d, 0xff, 0x0d, 0x0a, 0x62]);
  const read = (options: string): ReturnType<typeof curlRequest> =>
    curlRequest(`curl ${options} https://example.com/`, () => bytes);

  it("keeps every byte, and breaks of lines where curl does", () => {
    expect(read("--data-binary @file").body).toEqual(bytes);
    expect(read("-d @file").body).toEqual(new Uint8Array([0x61, 0x3d, 0xff, 0x62]));
    expect(read("-d a -d @file").body).toEqual(
      new Uint8Array([0x61, 0x26, 0x61, 0x3d, 0xff, 0x62]),
    );
    expect(read("--data-urlencode n@file").body).toBe("n=a%3D%FF%0D%0Ab");
    expect(read("-G -d @file").url).toBe("https://example.com/?a=%FFb");
  });

  it("takes bytes that are text for text, with the mark of their order", () => {
    const text = "\uFEFFa=\u00e9";
    const command = "curl --data-binary @file https://example.com/";
    expect(curlRequest(command, () => new TextEncoder().encode(text)).body).toBe(text);
  });

  it("reads header fields from a file", () => {
    const command = "curl -H @file https://example.com/";
    expect(curlRequest(command, () => "X-A: b\r\nAccept: c\n").headers).toEqual([
      ["x-a", "b"],
      ["accept", "c"],
    ]);
  });
});

describe("curlText", () => {
  it.each([
    { method: "PUT", url: "https://example.com/?a[]={b}", headers: [["x-a", ""]], body: "{}" },
    { method: "GET", url: "https://example.com/", headers: [], options: ["-k", "--max-time", "5"] },
    {
      method: "POST",
      url: "https://example.com/",
      headers: [["content-type", "multipart/form-data"]],
      form: ["-F", "'a=b c'", "--form-string", "'d=@e;f'", "-F", "'file=@my photo.jpg'"],
    },
  ] satisfies ReturnType<typeof curlRequest>[])("is read back as the same: %j", (request) => {
    expect(curlRequest(curlText(request))).toEqual(request);
  });

  it("keeps curl from looking for ranges in the URL, and from making a form of the body", () => {
    const text = curlText({ method: "PUT", url: "https://example.com/?a[]=b", body: "c" });
    expect(text).toBe("curl -g -X PUT 'https://example.com/?a[]=b' -H content-type: --data-raw c");
  });

  it("leaves the type of a multipart body to curl, which adds the boundary", () => {
    const request = curlRequest("curl -k -F a=b https://example.com/");
    expect(curlText(request)).toBe("curl -k -X POST https://example.com/ -F a=b");
    const mixed = curlRequest("curl -F a=b -H 'Content-Type: multipart/mixed' https://a.example/");
    expect(curlText(mixed)).toContain("-H 'content-type: multipart/mixed' -F a=b");
    expect(() => rawText(request)).toThrow("print the request as curl");
  });

  it("refuses bytes, which no command carries", () => {
    const body = new Uint8Array([0xff]);
    expect(() => curlText({ method: "PUT", url: "https://example.com/", body })).toThrow(
      InputError,
    );
  });
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

  it.each(["\u200B", "\uFEFF", "\u2060\n\u00A0"])("passes over %j at the beginning", (unseen) => {
    expect(readRequest(`${unseen}curl https://example.com/`).url).toBe("https://example.com/");
    expect(readRequest(`${unseen}GET https://example.com/ HTTP/1.1\n`).method).toBe("GET");
  });

  it.each([
    "me@host:~$ curl -X PUT https://example.com/",
    "PS C:\\Users\\me> curl.exe -X PUT https://example.com/",
    "% curl -X PUT https://example.com/",
    "```sh\ncurl -X PUT https://example.com/\n```\n",
  ])("finds the command in %j", (text) => {
    expect(readRequest(text)).toEqual({ method: "PUT", url: "https://example.com/", headers: [] });
  });

  it.each([
    'Host: a.example\r\nAuthorization: OAuth a="b",\r\n    c="d",\r\n\te="f"',
    '  Host: a.example\n  Authorization: OAuth a="b", c="d", e="f"',
  ])("reads a header field in lines, and fields that are set in: %j", (fields) => {
    expect(readRequest(`GET / HTTP/1.1\n${fields}\n\n`).headers).toEqual([
      ["Host", "a.example"],
      ["Authorization", 'OAuth a="b", c="d", e="f"'],
    ]);
  });

  it("repeats nothing of a field that is none but how it begins", () => {
    const raw = "GET https://example.com/ HTTP/1.1\noauth_signature=pa55\n";
    expect(() => readRequest(raw)).toThrow('"oauth_signature\u2026"');
    expect(() => readRequest(raw)).not.toThrow("pa55");
    const curl = `curl -H 'OAuth oauth_signature="pa55"' https://example.com/`;
    expect(() => readRequest(curl)).toThrow("put Authorization: before it");
    expect(() => readRequest(curl)).not.toThrow("pa55");
  });

  it.each([
    ["hello", "This is no request"],
    ["curl", "The curl command has no URL."],
    ['Authorization: OAuth oauth_token="t"', "an Authorization header without its request"],
    ["HTTP/1.1 401 Unauthorized\nWWW-Authenticate: OAuth", "This is an answer, not a request"],
    ["GET&https%3A%2F%2Fexample.com%2F&a%3Db\n", "This is a base string without its request"],
    ["wget https://example.com/", "This is a command, but not of curl"],
    ['fetch("https://example.com/", {})', "This is a command, but not of curl"],
    [":method: GET\n:path: /", "as HTTP/2 has them"],
  ])("refuses %j with the mend", (text, message) => {
    expect(() => readRequest(text)).toThrow(InputError);
    expect(() => readRequest(text)).toThrow(message);
  });
});
