import type { DescribedType } from "@oauth1/descriptor";
import { describe, expect, it } from "vitest";
import { ICONS, MIXED } from "./fixtures/oddities.js";
import { filesOf, LOGIN, modelOf } from "./models.js";

describe("what packages say of themselves", () => {
  it("says how long a token lives once, in the words of the description", () => {
    const lifetime = { description: "Half an hour.", seconds: 1800 };
    const readme = filesOf(modelOf("brief", { oauth: { ...LOGIN, lifetime } })).get("README.md");
    expect(readme).toContain("and for how long\n\nHalf an hour.\n");
    expect(readme).not.toContain("30 minutes");
  });

  it("tells an account that says where the API is from one that says a part of its URLs", () => {
    const { tokenCredentials = { method: "POST", url: "" } } = LOGIN;
    const fields = { realm: { type: "string", example: "1" } } as const;
    const oauth = { ...LOGIN, tokenCredentials: { ...tokenCredentials, fields } };
    const baseUrl = "https://api.acme.example/v3/{account.realm}";
    const readme = filesOf(modelOf("books", { oauth, api: { baseUrl } })).get("README.md");
    const part = `Fields of the account are in the URLs of the API, \`${baseUrl}\`: keep them with the token, and \`session\` fills them in.`;
    expect(readme).toContain(part);
    expect(readme).not.toContain("https only");
    const mixed = filesOf(MIXED).get("README.md");
    expect(mixed).toContain("The API is where the account says, at `{account.shard}/1`: keep");
    expect(mixed).toContain(
      "URLs of the API, `https://api.mixed.example/{account.n}/{account.paid}` and `https://c.mixed.example/{account.spare}`: keep",
    );
  });

  it("shows the app's own session where operations need no token, whatever ways there are to one", () => {
    const get = { group: "a", summary: "Gets it.", method: "GET", path: "/a" } as const;
    const readmeOf = (auth: "consumer" | "key" | "none" | "token"): string => {
      const operations = { getMine: get, getAny: { ...get, path: "/any", auth } };
      return filesOf(modelOf("books", { operations })).get("README.md") ?? "";
    };
    for (const auth of ["consumer", "key", "none"] as const) {
      const [, shown = ""] = readmeOf(auth).split("## Call without a user\n");
      expect(shown).toContain(
        "const session = books.consumerSession();\nconst answer = await getAny(session);\n",
      );
    }
    expect(readmeOf("token")).not.toContain("consumerSession");
    expect(
      filesOf(ICONS)
        .get("README.md")
        ?.match(/## Call without a user/g),
    ).toHaveLength(1);
  });

  it("lists with each operation the fields that its body always has, and the URL of another host", () => {
    const send = { group: "a", summary: "Sends it.", method: "POST", path: "/" } as const;
    const operations = {
      search: { ...send, body: { kind: "form", fixed: { method: "search" } } },
      tag: { ...send, body: { kind: "json", fixed: { version: 2, tags: ["a"] } } },
      upload: { ...send, path: "/up", host: "files", query: { op: "add" } },
    } as const;
    const site = { description: "The site.", example: "A" };
    const hosts = { files: "https://{site|lower}.files.acme.example/1" };
    const api = { baseUrl: "https://api.acme.example", hosts };
    const readme = filesOf(modelOf("sent", { api, operations, variables: { site } })).get(
      "README.md",
    );
    const rows = readme?.matchAll(/^\| `(\w+)` +\| (`POST .*?) +\| Sends it/gm) ?? [];
    expect(Array.from(rows, ([, id, request]) => [id, request])).toEqual([
      ["search", "`POST /` with `method=search`"],
      ["tag", '`POST /` with `version=2` and `tags=["a"]`'],
      ["upload", "`POST https://{site}.files.acme.example/1/up?op=add`"],
    ]);
  });

  it("promises of the mock no signature that calls do not have", () => {
    const get = { group: "a", summary: "Gets it.", method: "GET", path: "/a" } as const;
    for (const auth of ["none", "key", "consumer", "token"] as const) {
      const files = filesOf(modelOf("played", { operations: { get: { ...get, auth } } }));
      const isSigned = auth === "consumer" || auth === "token";
      const promise = `it verifies the signature of every ${isSigned ? "request" : "signed request"}`;
      expect(files.get("README.md")).toContain(`${promise}, lets`);
      expect(files.get("src/testing.ts")?.replace(/\s+(\* )?/g, " ")).toContain(`${promise}, and`);
    }
  });

  it("says of a type that is only sent that the provider takes it", () => {
    const text: DescribedType = { type: "string" };
    const holding = (properties: Readonly<Record<string, DescribedType>>): DescribedType => ({
      type: "object",
      properties,
    });
    const types = {
      Draft: holding({ part: { $ref: "Part" }, shared: { $ref: "Shared" } }),
      Part: holding({ draft: { $ref: "Draft" } }),
      Saved: holding({ all: { type: "array", items: { $ref: "Shared" } } }),
      Shared: holding({ text }),
    } as const;
    const save = {
      group: "a",
      summary: "Saves it.",
      method: "POST",
      path: "/a",
      parameters: { draft: { in: "body", $ref: "Draft" } },
      body: "json",
      result: { $ref: "Saved" },
    } as const;
    const file = filesOf(modelOf("drafts", { operations: { save }, types })).get("src/types.ts");
    const said = file?.matchAll(/(\w+), as the provider (sends|takes) it\./g) ?? [];
    expect(Array.from(said, ([, name, verb]) => `${name} ${verb}`)).toEqual([
      "Draft takes",
      "Part takes",
      "Saved sends",
      "Shared sends",
    ]);
  });
});
