import { generateKeyPairSync } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { oauth1 } from "./fixtures/command.js";
import { cleanAfterEach, createHome, type Home } from "./fixtures/home.js";

cleanAfterEach();

/** The example of RFC 5849 section 1.2. */
const env = {
  OAUTH1_CONSUMER_KEY: "dpf43f3p2l4k3l03",
  OAUTH1_CONSUMER_SECRET: "kd94hf93k423kf44",
  OAUTH1_TOKEN: "nnch734d00sl2jdk",
  OAUTH1_TOKEN_SECRET: "pfkkdhi9sl3r4s00",
};
const url = "http://photos.example.net/photos?file=vacation.jpg&size=original";
const fixed = ["--nonce", "chapoH", "--timestamp", "137131202", "--no-version"];
const HEADER =
  'Authorization: OAuth realm="Photos", oauth_consumer_key="dpf43f3p2l4k3l03", oauth_nonce="chapoH", oauth_signature_method="HMAC-SHA1", oauth_timestamp="137131202", oauth_token="nnch734d00sl2jdk", oauth_signature="MdpQcU8iPSUjWoN%2FUDMsK2sui9I%3D"';

describe("oauth1 sign", () => {
  it("prints the header of RFC 5849's example, for curl -H", async () => {
    expect(await oauth1(["sign", url, "--realm", "Photos", ...fixed], { env })).toEqual({
      code: 0,
      stdout: `${HEADER}\n`,
      stderr: "",
    });
  });

  it("does without fetch, which would take longer to load than all the rest", async () => {
    const list =
      "process.on('exit',()=>console.error(process.moduleLoadList.filter((name)=>name.includes('undici'))))";
    const NODE_OPTIONS = `--import=data:text/javascript,${list}`;
    const loaded = async (...args: readonly string[]): Promise<string> =>
      (await oauth1(args, { env: { ...env, NODE_OPTIONS } })).stderr;
    expect(await loaded("sign", url)).toBe(await loaded("--version"));
  });

  it("prints the request in other forms", async () => {
    const form = ["sign", "https://example.com/a b", "-d", "c=d'e", ...fixed];
    const curl = await oauth1([...form, "--as", "curl"], { env });
    expect(curl.stdout).toMatch(/^curl -X POST https:\/\/example\.com\/a%20b -H 'authorization: /);
    expect(curl.stdout).toContain(`--data-raw 'c=d'\\''e'`);
    const http = await oauth1([...form, "--as", "http"], { env });
    expect(http.stdout).toMatch(
      /^POST \/a%20b HTTP\/1\.1\nhost: example\.com\nauthorization: OAuth /,
    );
    const query = await oauth1(["sign", url, "--transmission", "query", ...fixed], { env });
    expect(query.stdout).toContain("size=original&oauth_consumer_key=dpf43f3p2l4k3l03&");
    const base = await oauth1(["sign", url, "--as", "base-string", ...fixed], { env });
    expect(base.stdout).toMatch(/^GET&http%3A%2F%2Fphotos\.example\.net%2Fphotos&file%3D/);
    const bare = await oauth1(["sign", url, "--as", "signature", ...fixed], { env });
    expect(bare.stdout).toBe("MdpQcU8iPSUjWoN/UDMsK2sui9I=\n");
    const body = await oauth1([...form, "--transmission", "body"], { env });
    expect(body.stdout).toMatch(/^c=d'e&oauth_consumer_key=dpf43f3p2l4k3l03&oauth_nonce=chapoH&/);
  });

  it("adds a body hash and further parameters where they are asked for", async () => {
    const json = ["-d", "{}", "-H", "content-type: application/json"];
    const args = ["sign", "https://example.com/", ...json, ...fixed, "-p", "oauth_callback=oob"];
    const { stdout } = await oauth1([...args, "--body-hash", "auto"], { env });
    expect(stdout).toContain('oauth_callback="oob"');
    // The SHA-1 hash of `{}`.
    expect(stdout).toContain('oauth_body_hash="vyGp6PvFo4RvsFtPoIWeCReyIC8%3D"');
  });

  it("goes by what a request says itself before it goes by flags", async () => {
    const own = { nonce: "own", timestamp: 1, signatureMethod: "HMAC-SHA256", realm: "Own" };
    const input = JSON.stringify({ url, ...own, token: { key: "own-token", secret: "s" } });
    const flags = ["--nonce", "n", "--timestamp", "2", "--method", "PLAINTEXT", "--realm", "R"];
    const { stdout } = await oauth1(["sign", ...flags, "--token", "t"], { env, input });
    expect(stdout).toMatch(/^Authorization: OAuth realm="Own",/);
    expect(stdout).toContain(
      'oauth_nonce="own", oauth_signature_method="HMAC-SHA256", oauth_timestamp="1", oauth_token="own-token"',
    );
    const flagged = await oauth1(["sign", url, "--token", "t", ...fixed], { env });
    expect(flagged.stdout).toContain('oauth_token="t"');
  });

  it("takes the token and the private key of a profile, or the key of the environment", async () => {
    const { privateKey } = generateKeyPairSync("rsa", {
      modulusLength: 2048,
      privateKeyEncoding: { type: "pkcs8", format: "pem" },
      publicKeyEncoding: { type: "spki", format: "pem" },
    });
    const home = createHome();
    const account = { version: 1, token: { key: "pt", secret: "ps" } };
    await home.keep({ rsa: { consumer: { key: "ck", privateKey }, account } });
    const args = ["sign", url, "--method", "RSA-SHA1", "--nonce", "n", "--timestamp", "1"];
    const kept = await oauth1([...args, "--profile", "rsa"], home);
    expect(kept).toMatchObject({ code: 0, stdout: expect.stringContaining('oauth_token="pt"') });
    // No secret of a token has a part in a signature of RSA.
    const set = {
      OAUTH1_CONSUMER_KEY: "ck",
      OAUTH1_PRIVATE_KEY: privateKey,
      OAUTH1_TOKEN: "pt",
    };
    expect(await oauth1(args, { env: set })).toEqual(kept);
  });

  it("says which parameter of --param is there already", async () => {
    const twice = ["-p", "oauth_nonce=n", "-p", "oauth_callback=oob"];
    const { code, stderr } = await oauth1(["sign", url, ...twice, ...fixed], { env });
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: "oauth_nonce is there twice, so servers will refuse it: leave it out of --param.\n",
    });
  });

  it.each(["query", "body"])("refuses a realm without a header to hold it: %s", async (place) => {
    const args = ["sign", "--transmission", place, ...fixed];
    const flag = await oauth1([...args, "https://example.com/", "-d", "a=b", "--realm", "Photos"]);
    expect(flag).toMatchObject({ code: 2, stdout: "" });
    expect(flag.stderr).toContain(
      `--transmission ${place} there is none: leave one of the two out`,
    );
    const input = JSON.stringify({ url, realm: "Photos" });
    expect(await oauth1(args, { env, input })).toMatchObject({ code: 2, stdout: "" });
  });

  it("keeps of a curl command what a request does not say", async () => {
    const command = "curl -k -b c=1 -F photo=@cat.jpg -F 'title=a b' https://example.com/photos";
    const args = ["sign", "--curl", command, ...fixed];
    const curl = await oauth1([...args, "--as", "curl"], { env });
    expect(curl.stdout).toMatch(
      /^curl -k -X POST https:\/\/example\.com\/photos -H 'authorization: OAuth [^']+' -H 'cookie: c=1' -F photo=@cat\.jpg -F 'title=a b'\n$/,
    );
    const json = JSON.parse((await oauth1([...args, "--json"], { env })).stdout);
    expect(json.request.form).toEqual(["-F", "photo=@cat.jpg", "-F", "'title=a b'"]);
    const http = await oauth1([...args, "--as", "http"], { env });
    expect([http.code, http.stdout]).toEqual([2, ""]);
    expect(http.stderr).toContain("print the request as curl");
  });

  it.each([
    ["sign", "example.com/me"],
    ["sign", "--curl", "curl -d a=b example.com/me"],
  ])("says which scheme it takes where a URL has none: %s %s", async (...args) => {
    const { stderr } = await oauth1([...args, ...fixed], { env });
    expect(stderr).toBe(
      "The URL has no scheme, so it is taken for http://example.com/me: write https:// where that is meant.\n",
    );
    const whole = args.map((one) => one.replace("example", "http://example"));
    expect((await oauth1([...whole, ...fixed], { env })).stderr).toBe("");
  });

  it("reads a request in every form, and JSON lines as a batch", async () => {
    const inputs = [
      "GET /photos?file=vacation.jpg&size=original HTTP/1.1\r\nHost: photos.example.net\r\n\r\n",
      `curl -s '${url}' -H 'Accept: */*'`,
      JSON.stringify({ url, nonce: "chapoH", timestamp: 137131202 }),
    ];
    for (const input of inputs) {
      const args = ["sign", "--origin", "http://photos.example.net", "--realm", "Photos", ...fixed];
      expect((await oauth1(args, { env, input })).stdout).toBe(`${HEADER}\n`);
    }
    const lines = [{ url }, { url: "nowhere" }, { url, token: { key: "other", secret: "s" } }];
    const input = lines.map((line) => JSON.stringify(line)).join("\n");
    const batch = await oauth1(["sign", ...fixed], { env, input });
    expect(batch.code).toBe(2);
    const answers = batch.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(answers.map(({ ok }) => ok)).toEqual([true, false, true]);
    expect(answers[2].authorization).toContain('oauth_token="other"');
  });

  it("signs the bytes of a file as they are", async () => {
    const file = join(createHome().folder, "form");
    writeFileSync(file, Buffer.from([0x61, 0x3d, 0xff]));
    const form = ["sign", "https://example.com/", "-d", `@${file}`, ...fixed];
    const base = await oauth1([...form, "--as", "base-string"], { env });
    expect(base.stdout).toContain("&a%3D%25FF%26oauth_consumer_key");
    const json = await oauth1([...form, "--json"], { env });
    expect(JSON.parse(json.stdout).request).toMatchObject({ bodyBase64: "YT3/" });
    const curl = await oauth1([...form, "--as", "curl"], { env });
    expect(curl).toMatchObject({ code: 2, stdout: "" });
    expect(curl.stderr).toContain("bytes that are no text");
  });

  it.each(["sign", "explain"])("%s warns of a timestamp that servers refuse", async (command) => {
    for (const timestamp of ["abc", "-5", "1.5"]) {
      const args = [command, url, "--nonce", "n", "--timestamp", timestamp];
      const { code, stdout, stderr } = await oauth1(args, { env });
      expect({ code, stderr }).toEqual({
        code: 0,
        stderr: `The timestamp ${JSON.stringify(timestamp)} is no positive whole number of seconds, so servers will refuse it.\n`,
      });
      expect(stdout).toContain(timestamp);
    }
    const json = JSON.stringify({ url, timestamp: "abc" });
    expect((await oauth1([command], { env, input: json })).stderr).toContain('"abc"');
    const fine = await oauth1([command, url, "--timestamp", "137131202"], { env });
    expect(fine.stderr).toBe("");
  });

  it("takes no empty key, as a variable of a shell that is not set makes it", async () => {
    const args = ["sign", url, "--consumer-key", ""];
    expect(await oauth1(args, { env: { OAUTH1_CONSUMER_SECRET: "cs" } })).toEqual({
      code: 2,
      stdout: "",
      stderr: "Which consumer? Pass --consumer-key or --profile, or set OAUTH1_CONSUMER_KEY.\n",
    });
  });

  it("says where a missing secret goes, where there is nobody to ask", async () => {
    const { code, stderr } = await oauth1(["sign", url, "--consumer-key", "ck"]);
    expect(code).toBe(2);
    expect(stderr).toContain("Consumer secret is missing: set OAUTH1_CONSUMER_SECRET");
    const token = await oauth1(["sign", url, "--token", "t"], {
      env: { OAUTH1_CONSUMER_KEY: "ck", OAUTH1_CONSUMER_SECRET: "cs" },
    });
    expect(token.stderr).toContain("Token secret is missing: set OAUTH1_TOKEN_SECRET");
    const method = await oauth1(["sign", url, "--method", "MD5"], { env });
    expect(method.stderr).toContain("choose among HMAC-SHA1, HMAC-SHA256");
  });
});

describe("oauth1 verify", () => {
  it("says yes with 0 and no with 1", async () => {
    const yes = await oauth1(["verify", url, "-H", HEADER], { env });
    expect(yes).toEqual({
      code: 0,
      stdout:
        "The signature is right: consumer dpf43f3p2l4k3l03, token nnch734d00sl2jdk, HMAC-SHA1\n",
      stderr: "",
    });
    const no = await oauth1(["verify", `${url}&more=1`, "-H", HEADER, "--json"], { env });
    expect(no.code).toBe(1);
    expect(JSON.parse(no.stdout)).toEqual({ ok: false, problem: "signature_invalid" });
    const other = await oauth1(["verify", url, "-H", HEADER, "--consumer-key", "other"], { env });
    expect(other).toMatchObject({ code: 1 });
    expect(other.stdout).toContain("consumer_key_unknown");
    const token = await oauth1(["verify", url, "-H", HEADER, "--token", "other"], { env });
    expect(token.stdout).toContain("consumer_key_unknown");
    expect(token.stdout).not.toContain("oauth1 diagnose");
    const wrong = await oauth1(["verify", `${url}&more=1`, "-H", HEADER], { env });
    expect(wrong.stdout).toContain("signature_invalid\noauth1 diagnose says why.");
  });

  it("shows no control characters of a token", async () => {
    const odd = { ...env, OAUTH1_TOKEN: "t\u001B[31m" };
    const { stdout: header } = await oauth1(["sign", url], { env: odd });
    const { code, stdout } = await oauth1(["verify", url, "-H", header.trim()], { env: odd });
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringContaining("token t\uFFFD[31m, HMAC-SHA1"),
    });
  });

  it("needs no secret to see that a request is not signed", async () => {
    const verified = await oauth1(["verify", url]);
    expect(verified).toMatchObject({ code: 1, stderr: "" });
    expect(verified.stdout).toContain("parameter_absent (The request is not signed.)");
    const diagnosed = await oauth1(["diagnose", url]);
    expect(diagnosed).toMatchObject({ code: 1, stderr: "" });
    expect(diagnosed.stdout).toContain("The request is not signed.");
  });

  it("takes RSA from a file, with the public key of the pair or alone", async () => {
    const home = createHome();
    const { privateKey, publicKey } = generateKeyPairSync("rsa", {
      modulusLength: 2048,
      privateKeyEncoding: { type: "pkcs1", format: "pem" },
      publicKeyEncoding: { type: "spki", format: "pem" },
    });
    const pair = {
      OAUTH1_CONSUMER_KEY: "ck",
      OAUTH1_PRIVATE_KEY_FILE: await home.write("private.pem", privateKey),
    };
    const signed = await oauth1(["sign", url, "--method", "rsa-sha256"], { env: pair });
    const header = signed.stdout.trim();
    expect((await oauth1(["verify", url, "-H", header], { env: pair })).code).toBe(0);
    const file = await home.write("public.pem", publicKey);
    expect((await oauth1(["verify", url, "-H", header, "--public-key-file", file])).code).toBe(0);
    const none = await oauth1(["verify", url, "-H", header]);
    expect(none).toMatchObject({ code: 2 });
    expect(none.stderr).toContain("pass --public-key-file");
  });
});

describe("oauth1 explain", () => {
  it("shows the stages, and needs no secret", async () => {
    const plain = await oauth1(["explain", "https://Example.com/?b=x+y", "--consumer-key", "ck"]);
    expect(plain.code).toBe(0);
    expect(plain.stdout).toContain("host lower-cased");
    expect(plain.stdout).toContain("token secret     absent");
    const json = await oauth1(["explain", url, "--json"], { env });
    expect(JSON.parse(json.stdout)).toMatchObject({
      ok: true,
      method: "GET",
      key: { consumerSecret: "present", tokenSecret: "present", ampersand: true },
    });
    const said = ["--nonce", "chapoH", "--method", "PLAINTEXT", "--token", "t"];
    const flagged = await oauth1(["explain", url, "--consumer-key", "ck", ...said]);
    for (const text of ["chapoH", "Key of PLAINTEXT", "token secret     absent"])
      expect(flagged.stdout).toContain(text);
  });
});

describe("oauth1 diagnose", () => {
  let home: Home;
  beforeEach(() => {
    home = createHome();
  });

  // Signed over a base string in which the space is a plus sign.
  const mistaken =
    'OAuth oauth_consumer_key="ck", oauth_nonce="n", oauth_signature_method="HMAC-SHA1", oauth_timestamp="1", oauth_signature="Q45afVS3TlI0jwDeN65lun7Hwe8%3D"';
  const keys = { OAUTH1_CONSUMER_SECRET: "cs" };

  it("names the mistake, and shows where the base strings part", async () => {
    const args = ["diagnose", "https://example.com/?a=b%20c", "-H", `Authorization: ${mistaken}`];
    const { code, stdout } = await oauth1(args, { env: keys });
    expect(code).toBe(0);
    expect(stdout).toContain("A space is encoded as `+`");
    expect(stdout).toMatch(/should be {2}…\S*a%3Db%2520c/);
    expect(stdout).toMatch(/signed {5}…\S*a%3Db%2Bc/);
  });

  it("takes curl, raw HTTP and JSON lines, and ends with 1 for what it does not know", async () => {
    const curl = `curl 'https://example.com/?a=b%20c' -H 'Authorization: ${mistaken}'`;
    expect((await oauth1(["diagnose", "--curl", curl], { env: keys })).code).toBe(0);
    expect((await oauth1(["diagnose"], { env: keys, input: curl })).code).toBe(0);
    const input = `GET /?a=b%20c HTTP/1.1\nHost: example.com\nAuthorization: ${mistaken}\n\n`;
    expect((await oauth1(["diagnose"], { env: keys, input })).code).toBe(0);
    const headers = { authorization: mistaken };
    const lines = [
      { url: "https://example.com/?a=b%20c", headers, consumer: { secret: "cs" } },
      { url: "https://example.com/?a=b%20c", headers, consumer: { secret: "another" } },
    ];
    const batch = await oauth1(["diagnose"], {
      input: lines.map((line) => JSON.stringify(line)).join("\n"),
    });
    expect(batch.code).toBe(1);
    const answers = batch.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(answers.map(({ verdict }) => verdict)).toEqual(["explained", "unknown"]);
  });

  it("says that a chat has changed the quotes, and not that the method is unknown", async () => {
    const curly = mistaken.replace(/="([^"]*)"/g, "=\u201C$1\u201D");
    const args = ["diagnose", "https://example.com/", "-H", `Authorization: ${curly}`];
    const { code, stdout } = await oauth1(args, { env: keys });
    expect({ code, stdout }).toEqual({
      code: 1,
      stdout: expect.stringContaining("The Authorization header has typographic quotes (\u201C)"),
    });
  });

  it.each([
    [encodeURIComponent(mistaken), "percent-encoded as a whole"],
    [`Authorization: ${mistaken}`, "has its own name in it once more"],
    [mistaken.replace("OAuth ", ""), "does not begin with OAuth and a blank"],
  ])("says why nobody can read %s", async (value, reason) => {
    const args = ["diagnose", "https://example.com/", "-H", `Authorization: ${value}`];
    const { code, stdout } = await oauth1(args, { env: keys });
    expect({ code, stdout }).toEqual({ code: 1, stdout: expect.stringContaining(reason) });
  });

  it("takes a base string with the line break that was copied with it", async () => {
    const expected = `GET&https%3A%2F%2Fexample.com%2F&${encodeURIComponent("a=b&oauth_consumer_key=ck&oauth_nonce=n&oauth_signature_method=HMAC-SHA1&oauth_timestamp=1")}\n`;
    const args = ["diagnose", "https://example.com/?a=c", "-H", `Authorization: ${mistaken}`];
    const { stdout } = await oauth1([...args, "--base-string", expected], { env: keys });
    expect(stdout).toContain("The base strings differ");
    expect(stdout).not.toContain("not a base string");
    expect(stdout).toMatch(/the request {2}…\S*a%3Dc%26.*\n.*\n {2}the server {3}…\S*a%3Db%26/);
  });

  it("takes a signature in place of the one that the request carries", async () => {
    const args = ["diagnose", url, "-H", HEADER.replace("MdpQ", "AdpQ")];
    expect((await oauth1(args, { env })).code).toBe(1);
    const right = ["--signature", "MdpQcU8iPSUjWoN/UDMsK2sui9I="];
    expect((await oauth1([...args, ...right], { env })).code).toBe(0);
  });

  it("tries the secrets of OAUTH1_OTHER_SECRETS, one after the other", async () => {
    const args = ["diagnose", url, "-H", HEADER];
    const other = { ...env, OAUTH1_CONSUMER_SECRET: "cs" };
    expect((await oauth1(args, { env: other })).code).toBe(1);
    const { OAUTH1_CONSUMER_SECRET: taken } = env;
    const named = { ...other, OAUTH1_OTHER_SECRETS: `first\t ${taken}` };
    expect((await oauth1(args, { env: named })).code).toBe(0);
  });

  it("compares with the server's base string, and shows none of its control characters", async () => {
    const file = await home.write(
      "expected.txt",
      "GET&https%3A%2F%2Fexample.com%2F&a%3D\u001B[31mb\n",
    );
    const args = ["diagnose", "https://example.com/?a=b%20c", "-H", `Authorization: ${mistaken}`];
    const { code, stdout } = await oauth1([...args, "--base-string", `@${file}`], { env: keys });
    expect(code).toBe(0);
    expect(stdout).toContain("The base strings differ");
    expect(stdout).not.toContain("\u001B");
  });
});

describe("secrets", () => {
  it("are printed by no command and in no form", async () => {
    const home = createHome();
    const { OAUTH1_CONSUMER_KEY: key, OAUTH1_CONSUMER_SECRET: secret } = env;
    const account = {
      version: 1,
      token: { key: env.OAUTH1_TOKEN, secret: env.OAUTH1_TOKEN_SECRET },
    };
    await home.keep({ photos: { consumer: { key, secret }, account } });
    const wrong = ["-H", HEADER.replace("MdpQ", "AdpQ")];
    const commands = [
      ["sign", url],
      ["sign", url, "--json"],
      ["explain", url, "--json"],
      ["explain", url],
      ["verify", url, ...wrong],
      ["verify", url, ...wrong, "--json"],
      ["diagnose", url, ...wrong],
      ["diagnose", url, ...wrong, "--json"],
      ["request", "http://127.0.0.1:1/", "--json"],
    ];
    for (const command of commands) {
      for (const [more, surroundings] of [
        [[], { env }],
        [["--profile", "photos"], home],
      ] as const) {
        const { code, stdout, stderr } = await oauth1([...command, ...more], surroundings);
        expect(code).toBeLessThan(2);
        expect(stdout + stderr).not.toMatch(/kd94hf93k423kf44|pfkkdhi9sl3r4s00/);
      }
    }
  });
});

describe("text that some shells save as UTF-16", () => {
  it("is refused by its name, whichever end comes first, and a mark of UTF-8 is not", async () => {
    const home = createHome();
    const save = (name: string, bytes: Buffer): string => {
      const file = join(home.folder, name);
      writeFileSync(file, bytes);
      return file;
    };
    const little = Buffer.from("\uFEFFGET https://example.com/ HTTP/1.1\n\n", "utf16le");
    const file = save("little", little);
    const big = save("big", Buffer.from(little).swap16());
    const signed = ["https://example.com/", "-H", HEADER];
    const known = { OAUTH1_CONSUMER_KEY: "ck", OAUTH1_CONSUMER_SECRET: "cs" };
    const keyed = { OAUTH1_CONSUMER_KEY: "ck", OAUTH1_PRIVATE_KEY_FILE: big };
    const rsa = HEADER.replace("HMAC-SHA1", "RSA-SHA1");
    for (const [args, surroundings, what] of [
      [["sign"], { env: known, input: little }, "The request on stdin"],
      [["diagnose", ...signed, "--base-string", `@${file}`], { env }, `--base-string @${file}`],
      [["sign", url, "--method", "RSA-SHA1"], { env: keyed }, "The key of OAUTH1_PRIVATE_KEY_FILE"],
      [
        ["verify", "https://example.com/", "-H", rsa, "--public-key-file", big],
        {},
        "The key of --public-key-file",
      ],
    ] as const) {
      expect(await oauth1(args, surroundings)).toEqual({
        code: 2,
        stdout: "",
        stderr: `${what} is UTF-16: save it as UTF-8.\n`,
      });
    }
    const marked = "\uFEFFGET https://example.com/ HTTP/1.1\n\n";
    expect((await oauth1(["sign"], { env: known, input: marked })).code).toBe(0);
  });
});
