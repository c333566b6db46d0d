import { verify, type RequestParts } from "@oauth1/core";
import { explain } from "@oauth1/core/explain";
import { plaintext } from "@oauth1/core/methods/plaintext";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import { hmacSha256 } from "@oauth1/core/methods/hmac-sha256";
import { describe, expect, it } from "vitest";
import { allBlocks, type Block } from "./blocks.js";

const blocks = allBlocks();
const messages = blocks.filter(({ language }) => language === "http");
const signed = messages.filter(({ info }) => info.includes("signed-with="));

describe("the HTTP messages of the pages", () => {
  it.each(messages)("$title is one", ({ code }) => {
    expect(code.split("\n")[0]).toMatch(/^(?:[A-Z]+ \/\S* HTTP\/1\.1|HTTP\/1\.1 \d{3} .+)$/);
    expect(headersOf(code).every(([name]) => /^[\w-]+$/.test(name))).toBe(true);
  });

  it.each(signed)("$title is signed with the keys that it names", async (block) => {
    const [consumer = "", token = ""] = (/signed-with=(\S+)/.exec(block.info)?.[1] ?? "").split(
      "&",
    );
    const keys = { consumer: { secret: consumer }, token: { secret: token } };
    const methods = [hmacSha1, hmacSha256, plaintext];
    expect(await verify(requestOf(block), () => keys, { methods })).toMatchObject({ ok: true });
  });

  it("name their keys wherever they carry a signature", () => {
    const carrying = messages.filter(({ code }) => code.includes("oauth_signature="));
    expect(carrying.map(({ title }) => title)).toEqual(signed.map(({ title }) => title));
  });
});

describe("the base strings of the pages", () => {
  const shown = blocks.filter(({ info }) => info === "base-string");

  it.each(shown)("$title is that of the message before", (block) => {
    const before = blocks
      .slice(0, blocks.indexOf(block))
      .filter(({ language }) => language === "http");
    const message = before.at(-1);
    expect(message?.page).toBe(block.page);
    if (message === undefined) return;
    const { baseString } = explain(requestOf(message), { consumer: { key: "", secret: "" } });
    expect(block.code.replaceAll("\n", "")).toBe(baseString);
  });
});

function requestOf({ code, info }: Block): RequestParts {
  const [method = "", target = ""] = code.split(" ");
  const headers = headersOf(code);
  const host = headers.find(([name]) => name === "Host")?.[1] ?? "";
  const scheme = info.includes("over=http") ? "http" : "https";
  const [, body] = code.split("\n\n");
  const request = { method, url: `${scheme}://${host}${target}`, headers };
  return body === undefined ? request : { ...request, body: body.trim() };
}

// A header goes on where a line begins with a blank.
function headersOf(code: string): [string, string][] {
  const [head = ""] = code.split("\n\n");
  const lines = head.replaceAll(/\n +/g, " ").trim().split("\n").slice(1);
  return lines.map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]);
}
