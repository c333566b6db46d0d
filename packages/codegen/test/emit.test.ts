import type {
  DescribedOAuth,
  DescribedOperation,
  DescribedType,
  ProviderModel,
} from "@oauth1/descriptor";
import prettier from "prettier";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import {
  AGREED,
  BROKER,
  CARRIED,
  DEVICES,
  DISPATCH,
  FEEDS,
  ICONS,
  KEYED,
  LAUNCH,
  MIXED,
  SERVERS,
  SHAPES,
  SHOP,
  TENANT,
} from "./fixtures/oddities.js";
import { NASTY } from "./fixtures/nasty.js";
import { PHOTOS } from "./fixtures/photos.js";
import { filesOf, LOGIN, modelOf } from "./models.js";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const options: prettier.Options = JSON.parse(readFileSync(`${root}/.prettierrc.json`, "utf8"));

const GOLDEN = [PHOTOS, LAUNCH, TENANT, BROKER, ICONS, SHOP, SERVERS, SHAPES, DISPATCH, KEYED];

describe("emit", () => {
  for (const model of GOLDEN) {
    it.each([...filesOf(model)])(
      `emits %s of ${model.id} as it is kept in golden/`,
      async (path, text) => {
        await expect(text).toMatchFileSnapshot(`golden/${model.id}/${path}.txt`);
      },
    );
  }

  it.each(
    [...GOLDEN, AGREED, CARRIED, DEVICES, FEEDS, MIXED, NASTY].map(
      (model) => [model.id, model] as const,
    ),
  )("writes %s as prettier would", async (_, model) => {
    for (const [path, text] of filesOf(model)) {
      const formatted = await prettier.format(text, { ...options, filepath: path });
      expect(text, path).toBe(formatted);
    }
  });

  it("gives the same bytes for the same model", () => {
    expect([...filesOf(NASTY)]).toEqual([...filesOf(NASTY)]);
  });

  it("leaves out what there is nothing for", () => {
    const files = filesOf(modelOf("bare"));
    expect([...files.keys()]).toEqual([
      "package.json",
      "README.md",
      "src/index.ts",
      "src/provider.ts",
      "src/testing.ts",
    ]);
    expect(files.get("src/provider.ts")).toContain("export type BareAccount = Account;");
    expect(files.get("README.md")).toContain("session.fetch");
  });

  it("shows no call where the API is not called over OAuth 1.0a", () => {
    const bare = modelOf("bare");
    const readme = filesOf({ ...bare, api: { ...bare.api, loginOnly: true } }).get("README.md");
    expect(readme).toContain("This package gets tokens over OAuth 1.0a.\n");
    expect(readme).toContain("console.log(account.token.key);");
    expect(readme).not.toContain("session.fetch");
  });

  it("tells of an authorization that is a call, however the verifier comes back", () => {
    for (const modes of ["pin", "both"] as const) {
      const authorization = { url: "https://acme.example/authorize", method: "PUT" } as const;
      const oauth = { ...LOGIN, authorization, callback: { modes } };
      const readme = filesOf(modelOf("caller", { oauth })).get("README.md");
      expect(readme).toContain("The user's own program calls this with PUT");
      expect(readme).not.toContain("shows a verifier");
    }
  });

  it("keeps in the type of code what has backticks of its own", () => {
    const errors = { code: "code", codes: { "4`4": "There is none." } };
    const me = {
      group: "people",
      summary: "Who it is.",
      method: "GET",
      path: "/me",
      access: ["r`w"],
      errors: ["4`4", "5`5"],
    } as const;
    const api = { baseUrl: "https://{shop}.acme.example", errors };
    const shop = { description: "The shop.", example: "a`b" };
    const model = modelOf("ticks", { api, operations: { me }, variables: { shop } } as const);
    const files = filesOf(model);
    expect(files.get("src/operations/people.ts")).toContain(
      "Needs the access `` r`w ``. Errors: `` 4`4 `` (There is none), `` 5`5 ``.",
    );
    expect(files.get("src/provider.ts")).toContain("Such as `` a`b ``.");
  });

  it("promises no verifier of an authorization that is a call, where there are none", () => {
    const authorization = { url: "https://acme.example/authorize", method: "PUT" } as const;
    const readme = filesOf(
      modelOf("caller", { oauth: { ...LOGIN, revision: "1.0", authorization } }),
    ).get("README.md");
    expect(readme).toContain("calls this with PUT, and success is all that the answer says.");
    expect(readme).not.toContain("verifier");
  });

  it("shows in a README the letters of every text, whatever they mean in Markdown", () => {
    const read = { group: "things", method: "GET", path: "/read" } as const;
    const files = filesOf(
      modelOf("loud", {
        name: "*name*",
        summary: "*summary*",
        variables: { shop: { description: "*variable*", example: "a" } },
        oauth: {
          ...LOGIN,
          consumer: { description: "A *consumer*." },
          tokenCredentials: {
            method: "POST",
            url: "https://acme.example/access",
            fields: { user: { type: "string", description: "*field*" } },
          },
          lifetime: { description: "*lifetime*" },
          access: [{ name: "read", description: "*access*" }],
        },
        api: {
          baseUrl: "https://{shop}.acme.example",
          errors: { code: "code", codes: { 4: "*error*" } },
          rateLimit: { description: "*limit*" },
        },
        operations: { read: { ...read, summary: "*operation*", deprecated: "*deprecated*" } },
      }),
    );
    const readme = (files.get("README.md") ?? "").replaceAll(/```[^]*?```/g, "");
    const texts = ["name", "summary", "variable", "consumer", "field", "lifetime", "access"];
    for (const text of [...texts, "error", "limit", "operation", "deprecated"]) {
      expect(readme).toContain(`\\*${text}\\*`);
      expect(readme).not.toMatch(new RegExp(String.raw`(?<!\\)\*${text}`));
    }
    expect(readme).toContain("Credentials: a \\*consumer\\*.");
  });

  it("says every name of a login that is not the usual one, and none that is", () => {
    const own = {
      authorization: {
        url: "https://acme.example/authorize",
        method: "PUT",
        verifierAt: "result.verifier",
        tokenParameter: "own_token",
        consumerKeyParameter: "own_key",
        callbackParameter: "own_callback",
      },
      callback: { tokenParameter: "own_request", verifierParameter: "own_verifier" },
      discovery: {
        url: "https://acme.example/index",
        temporaryCredentials: "a.request",
        authorization: "a.authorize",
        tokenCredentials: "a.access",
      },
    } as const;
    const said = providerOf(modelOf("own", { oauth: { ...LOGIN, ...own } }));
    for (const [name, value] of [
      ...Object.entries(own.authorization),
      ...Object.entries(own.callback),
      ...Object.entries(own.discovery),
    ]) {
      expect(said).toContain(`${name}: "${value}"`);
    }
    expect(said).toContain("discovery: {");
    const usual = {
      authorization: {
        url: "https://acme.example/authorize",
        method: "GET",
        tokenParameter: "oauth_token",
      },
      callback: { tokenParameter: "oauth_token", verifierParameter: "oauth_verifier" },
    } as const;
    expect(providerOf(modelOf("same", { oauth: { ...LOGIN, ...usual } }))).toBe(
      providerOf(modelOf("same")),
    );
    const { authorization } = own;
    const old = modelOf("old", { oauth: { ...LOGIN, revision: "1.0", authorization } });
    expect(providerOf(old)).toContain('callbackParameter: "own_callback"');
    const callbackParameter = "oauth_callback";
    const plain = { url: "https://acme.example/authorize", callbackParameter };
    const asUsual = { ...LOGIN, revision: "1.0", authorization: plain } as const;
    expect(providerOf(modelOf("old", { oauth: asUsual }))).not.toContain("callbackParameter");
    const verified = { ...LOGIN, authorization: plain };
    expect(providerOf(modelOf("new", { oauth: verified }))).toContain(
      'callbackParameter: "oauth_callback"',
    );
  });

  it("knows a server of the account by any host of the API", () => {
    const url = "https://acme.example/access";
    const fields = { server: { type: "string", example: "https://eu.acme.example" } } as const;
    const oauth = { ...LOGIN, tokenCredentials: { method: "POST", url, fields } } as const;
    const baseUrl = "https://api.acme.example";
    const sourceOf = (files: string): string =>
      providerOf(modelOf("far", { oauth, api: { baseUrl, hosts: { files } } }));
    expect(sourceOf("{account.server}")).toContain("servers: accountServers");
    expect(sourceOf("https://files.acme.example")).not.toContain("accountServers");
  });

  it("says of rate limits and errors what is not usual", () => {
    const api = (more: object): string =>
      providerOf(modelOf("limits", { api: { baseUrl: "https://api.acme.example", ...more } }));
    const limit = { remaining: "x-left", reset: "x-reset" };
    const usual = api({ rateLimit: { ...limit, resetUnit: "epoch-seconds", status: 429 } });
    expect(usual).toContain("x-left");
    expect(usual).not.toMatch(/resetUnit|status/);
    expect(api({ rateLimit: { ...limit, resetUnit: "epoch-seconds" } })).toBe(usual);
    const own = api({ rateLimit: { ...limit, resetUnit: "epoch-milliseconds", status: 420 } });
    expect(own).toContain('resetUnit: "epoch-milliseconds"');
    expect(own).toContain("status: 420");
    expect(api({ authentication: { query: { key: "{consumerKey}" } } })).toContain(
      'authentication: { query: { key: "{consumerKey}" } }',
    );
  });

  it("promises in a manifest what the package does", () => {
    const descriptionOf = (model: ProviderModel): unknown =>
      JSON.parse(filesOf(model).get("package.json") ?? "").description;
    const bare = modelOf("bare");
    const login = { ...bare, api: { ...bare.api, loginOnly: true } };
    expect(descriptionOf(bare)).toBe(
      "Log users in with Acme over OAuth 1.0a and call its API, typed",
    );
    expect(descriptionOf(login)).toBe("Log users in with Acme over OAuth 1.0a, typed");
  });

  it("leaves to no app what tells the steps of a login apart", () => {
    const step = (value: string) => ({ step: { in: "form", type: "string", value } }) as const;
    const { temporaryCredentials, tokenCredentials } = LOGIN;
    const oauth = {
      ...LOGIN,
      temporaryCredentials: {
        method: "POST",
        url: temporaryCredentials?.url ?? "",
        parameters: { ...step("ticket"), scope: { in: "form", type: "string" } },
      },
      tokenCredentials: {
        method: "POST",
        url: tokenCredentials?.url ?? "",
        parameters: { ...step("token"), scope: { in: "form", type: "string" } },
      },
      callback: { confirmed: false },
    } as const;
    const text = filesOf(modelOf("door", { oauth })).get("src/provider.ts");
    expect(text).toContain('step: { in: "form", value: "token" }');
    expect(text?.match(/readonly scope\?: string \| undefined;/g)).toHaveLength(1);
    expect(text).toContain("callback: { confirmed: false }");
    expect(text).not.toContain("readonly step?");
  });

  it("imports nothing but the client and the methods of core", () => {
    const sources = [...filesOf(TENANT)].filter(([path]) => path.endsWith(".ts"));
    const modules = sources.flatMap(([, text]) =>
      [...text.matchAll(/from "([^"]+)"/g)].map(([, module = ""]) => module),
    );
    const foreign = modules.filter((module) => !module.startsWith("."));
    expect([...new Set(foreign)].sort()).toEqual([
      "@oauth1/client",
      "@oauth1/client/testing",
      "@oauth1/core/methods/rsa-sha1",
      "@oauth1/core/methods/rsa-sha256",
    ]);
  });

  it("brings the mock the method that a step names, also where it is that of all calls", () => {
    const step = { method: "GET", url: "https://acme.example/request" } as const;
    const temporaryCredentials = { ...step, signatureMethod: "PLAINTEXT" } as const;
    const oauth = { ...LOGIN, signatureMethods: ["PLAINTEXT"], temporaryCredentials } as const;
    const text = filesOf(modelOf("plain", { oauth })).get("src/testing.ts");
    expect(text).toContain("signatureMethod: plaintext,");
    expect(text).toContain('import { plaintext } from "@oauth1/core/methods/plaintext";');
  });

  it("imports what a single endpoint needs", () => {
    const endpoint = { method: "POST", url: "https://acme.example/x", body: "json" } as const;
    const { temporaryCredentials: _, ...others } = LOGIN;
    const reverseAuth = { target: "https://acme.example/access" };
    const ticket = { ...endpoint, summary: "Makes a ticket.", fields: {} };
    for (const oauth of [
      { signatureMethods: LOGIN.signatureMethods, temporaryCredentials: endpoint, reverseAuth },
      { ...LOGIN, temporaryCredentials: endpoint },
      { ...others, preIssued: { description: "There." }, revocation: endpoint },
      { ...LOGIN, exchanges: { ticket } },
    ]) {
      const text = filesOf(modelOf("single", { oauth })).get("src/provider.ts");
      const [, names] = /import \{([^}]*)\} from "@oauth1\/client"/.exec(text ?? "") ?? [];
      expect(names).toContain("jsonParameters");
    }
  });

  it("plays answers that say nothing, and pages that the token is a part of", () => {
    const url = "https://acme.example/x";
    const ticket = { method: "POST", url, summary: "Ticket.", format: "json", fields: {} } as const;
    const authorization = { url: "https://acme.example/{oauth_token}/ok", urlField: "page" };
    const oauth = { ...LOGIN, authorization, exchanges: { ticket } };
    const get = {
      group: "a",
      summary: "Gets it.",
      method: "GET",
      path: "/a",
      example: "x",
    } as const;
    const getFile = { ...get, response: "binary" } as const;
    const operations = { getFile, touch: { ...get, response: "none" } } as const;
    const text = filesOf(modelOf("played", { oauth, operations })).get("src/testing.ts");
    expect(text).toContain("Array.of<MockExample>([getFile], [touch])");
    expect(text).toContain('gives: "nothing", format: "json", body: "{}" }');
    expect(text).toContain("&page=https%3A%2F%2Facme.example%2F{token}%2Fok");
  });

  it("plays a URL that gives both kinds of credentials, and an index that nobody signs for", () => {
    const endpoint = { method: "POST", url: "https://acme.example/x" } as const;
    const discovery = {
      url: "https://acme.example/index",
      ...{ temporaryCredentials: "a", authorization: "b", tokenCredentials: "c" },
    };
    const credentials = { temporaryCredentials: endpoint, tokenCredentials: endpoint };
    const oauth = { ...LOGIN, ...credentials, discovery };
    const text = filesOf(modelOf("played", { oauth })).get("src/testing.ts");
    const table = text?.replace(/\s+/g, " ");
    for (const gives of ["temporary", "token"])
      expect(table).toContain(`url: "https://acme.example/x", gives: "${gives}"`);
    expect(table).toContain('url: "https://acme.example/index", gives: "nothing", isOpen: true');
  });

  it("says of a provider without users what the consumer's key is made for", () => {
    const access = [{ name: "read", description: "See it." }];
    const ofApps = { signatureMethods: ["HMAC-SHA1"], twoLegged: true, access };
    const readmeOf = (oauth: DescribedOAuth): string | undefined =>
      filesOf(modelOf("played", { oauth })).get("README.md");
    expect(readmeOf(ofApps)).toMatch(/## What an app may do\n\nThe consumer's key is made for:\n/);
    expect(readmeOf({ ...LOGIN, access })).toContain("An app asks its users for:");
  });

  it("plays a renewal apart from the login only where both have one URL and other answers", () => {
    const credentials = { method: "POST", url: "https://acme.example/x" } as const;
    const played = (other: Partial<NonNullable<DescribedOAuth["renewal"]>>): string => {
      const renewal = { ...credentials, ...other };
      const oauth = { ...LOGIN, tokenCredentials: credentials, renewal };
      const text = filesOf(modelOf("played", { oauth })).get("src/testing.ts") ?? "";
      return text.replace(/\s+/g, " ");
    };
    const fields = { ends: { type: "expires-in" } } as const;
    expect(played({ fields })).toContain('gives: "token", renews: true,');
    expect(played({ keepsToken: true })).toContain('"nothing", renews: true');
    for (const same of [{}, { method: "GET" }, { url: "https://acme.example/y", fields }] as const)
      expect(played(same)).not.toContain("renews");
  });

  it("tells the mock apart what only its examples tell apart", () => {
    const one = (path: string, example?: string) => {
      const name = /\w+(?=\})/.exec(path)?.[0] ?? "";
      const parameter = { in: "path", type: "string", ...(example && { example }) } as const;
      const about = { group: "a", summary: "Gets it.", method: "GET" } as const;
      return { ...about, path, parameters: { [name]: parameter }, result: {}, example: 1 };
    };
    const posted = (body: "form" | "json") => {
      const { parameters, ...rest } = one("/d/{id}", "7");
      const note = { in: "body", type: "string" } as const;
      return { ...rest, method: "POST", body, parameters: { ...parameters, note } } as const;
    };
    const operations = {
      ...{ byId: one("/a/{id}", "7"), byName: one("/a/{name}", "x"), any: one("/a/{of}") },
      ...{ below: one("/a/{+way}", "b/c"), other: one("/b/{id}", "7") },
      ...{ plain: one("/c/{id}", "7"), headed: { ...one("/c/{id}", "7"), headers: { to: "b" } } },
      ...{ json: posted("json"), form: posted("form") },
    };
    const text = filesOf(modelOf("alike", { operations })).get("src/testing.ts");
    for (const said of ['byId, 1, { id: "7" }', 'byName, 1, { name: "x" }'])
      expect(text).toContain(`[${said}]`);
    for (const id of ["any", "below", "other", "plain", "headed", "json", "form"])
      expect(text).toContain(`[${id}, 1]`);
  });

  it("keeps the examples out of the main entry", () => {
    const files = filesOf(PHOTOS);
    expect(files.get("src/testing.ts")).toContain('"9007199254740993"');
    const others = [...files].filter(([path]) => path.endsWith(".ts") && path !== "src/testing.ts");
    for (const [path, text] of others) {
      expect(text, path).not.toContain("9007199254740993");
      expect(text, path).not.toContain("/testing");
    }
  });

  it("says in every source file where it comes from", () => {
    for (const [path, text] of filesOf(PHOTOS)) {
      if (!path.endsWith(".ts")) continue;
      expect(text.split("\n")[0]).toBe(
        "// Generated by @oauth1/codegen from providers/photos.json. Do not edit: change the descriptor and run pnpm generate.",
      );
    }
  });

  it("lets nothing that a description says become a tag, or leave its comment", () => {
    const summary = "Ends */ here, and @deprecated is \u0000 text: `@see` too. \r\n@internal\r\n";
    const operation = { group: "users", summary, method: "GET", path: "/me" } as const;
    const files = filesOf(modelOf("told", { summary, operations: { getMe: operation } }));
    const text = files.get("src/operations/users.ts") ?? "";
    expect(text).toContain(
      [
        "/**",
        " * Ends *\\/ here, and \\@deprecated is text: `@see` too.",
        " * \\@internal",
        " *",
        " *",
        " * @example",
        "",
      ].join("\n"),
    );
    const source = ts.createSourceFile("a.ts", text, ts.ScriptTarget.Latest, true);
    const tags = source.statements
      .flatMap((statement) => ts.getJSDocCommentsAndTags(statement))
      .flatMap((comment) => (ts.isJSDoc(comment) ? (comment.tags ?? []) : [comment]));
    expect(tags.map(({ tagName }) => tagName.text)).toEqual(["example"]);
    // The escape of a control character would be no text, and the character itself no Markdown.
    for (const [path, file] of files) expect(file, path).not.toMatch(/[^\P{Cc}\n]/u);
  });

  it("knows the items of a list behind a name with dots, and behind a choice of types", () => {
    const entry = { type: "object", properties: { id: { type: "string" } } } as const;
    const list = { type: "array", items: { $ref: "Entry" } } as const;
    const operation = (
      items: string,
      properties: Readonly<Record<string, DescribedType>>,
    ): DescribedOperation => ({
      group: "lists",
      summary: "Lists entries.",
      method: "GET",
      path: "/entries",
      parameters: { page: { in: "query", type: "integer" } },
      pagination: { kind: "page", parameter: "page", items },
      result: { type: "object", properties },
    });
    const model = modelOf("lists", {
      types: { Entry: entry, Either: { oneOf: [{ $ref: "Entry" }, { $ref: "Many" }] }, Many: list },
      operations: Object.fromEntries([
        ["listDotted", operation("lp.entries", { "lp.entries": list })],
        ["listEither", operation("all", { all: { $ref: "Either" } })],
      ]),
    });
    const text = filesOf(model).get("src/operations/lists.ts") ?? "";
    const head = /(?<=: PagedOperation<)[^=]*(?=> =)/g;
    const parts = [...text.matchAll(head)].map(([all]) => all.replace(/\s+/g, " ").trim());
    expect(parts).toHaveLength(2);
    for (const part of parts) expect(part).toMatch(/, Entry$/);
  });

  it("says whether a call may be sent again, where its method does not", () => {
    const methods = ["GET", "HEAD", "PUT", "DELETE", "POST", "PATCH"] as const;
    const operations = methods.flatMap((method) =>
      [true, false, undefined].map((idempotent) => {
        const said = idempotent === undefined ? {} : { idempotent };
        const path = `/${method}/${idempotent}`;
        return [path, { group: "a", summary: "A.", response: "none", method, path, ...said }];
      }),
    );
    const model = modelOf("again", { operations: Object.fromEntries(operations) });
    const text = filesOf(model).get("src/operations/a.ts") ?? "";
    const said = text.matchAll(/path: "(\S*)",(?:(?!path: )[^}])*idempotent: (true|false)/g);
    expect(Array.from(said, ([, path, value]) => `${path} ${value}`)).toEqual([
      "/GET/false false",
      "/HEAD/false false",
      "/PUT/false false",
      "/DELETE/false false",
      "/POST/true true",
      "/PATCH/true true",
    ]);
  });

  it("has no statement that says nothing", () => {
    const types = { CallError: { type: "string" }, LoginError: { type: "string" } } as const;
    expect(filesOf(modelOf("errors", { types })).get("src/index.ts")).not.toMatch(/\{\s*\}/);
  });

  it("says of a format what neither the type nor the description does", () => {
    const text = (format: string, description?: string): DescribedType => ({
      type: "string",
      format,
      ...(description !== undefined && { description }),
    });
    const properties = {
      url: text("url", "Its page."),
      mail: text("email", "The email address"),
      made: text("date-time", "When it was made"),
      day: text("date", "The day."),
      when: text("date-time", "As ISO 8601, in UTC."),
      id: text("int64", "Its id."),
      key: text("uuid", "Its UUID."),
      tag: text("uuid", "Its tag."),
      price: text("decimal"),
      days: { type: "array", items: text("date"), description: "All days." },
      ids: { type: "array", items: text("int64") },
    } as const;
    const model = modelOf("formats", { types: { Thing: { type: "object", properties } } });
    const types = filesOf(model).get("src/types.ts") ?? "";
    const comments = types.matchAll(/\/\*\* (.*) \*\/\n {2}readonly (\w+)/g);
    expect(Array.from(comments, ([, comment, name]) => `${name}: ${comment}`)).toEqual([
      "url: Its page.",
      "mail: The email address",
      "made: When it was made. As ISO 8601.",
      "day: The day. As `YYYY-MM-DD`.",
      "when: As ISO 8601, in UTC.",
      "id: Its id. 64-bit, as text.",
      "key: Its UUID.",
      "tag: Its tag. Format: `uuid`.",
      "price: Decimal, as text.",
      "days: All days. Each as `YYYY-MM-DD`.",
      "ids: Each 64-bit, as text.",
    ]);
  });

  it("strikes through what is over, and nothing that still works", () => {
    const textOf = (state: "dead" | "legacy", date?: string): readonly (string | undefined)[] => {
      const retirement = { successor: "OAuth 2.0.", ...(date !== undefined && { date }) };
      const files = filesOf(modelOf("old", { state, retirement }));
      const source = files.get("src/provider.ts") ?? "";
      const [told] = /(?:@deprecated )?Acme (?:is retiring|no longer).*/.exec(source) ?? [];
      return [told, files.get("README.md")?.match(/> \*\*.*\*\*/)?.[0]];
    };
    const next = "What comes after it: OAuth 2.0.";
    // The descriptor was last compared on 2026-11-20.
    for (const date of ["2026-11-21", "2026-11", "2026"]) {
      expect(textOf("legacy", date)).toEqual([
        `Acme is retiring OAuth 1.0a by ${date}. ${next}`,
        "> **Note.**",
      ]);
    }
    expect(textOf("legacy")).toEqual([`Acme is retiring OAuth 1.0a. ${next}`, "> **Note.**"]);
    for (const date of ["2026-11-20", "2026-10", "2025"]) {
      expect(textOf("legacy", date)).toEqual([
        `@deprecated Acme no longer takes OAuth 1.0a since ${date}. ${next}`,
        "> **Deprecated.**",
      ]);
    }
    expect(textOf("dead", "2030")[0]).toContain("@deprecated Acme no longer takes OAuth 1.0a");
  });

  it("brings back with the callback what an app has to say, and nothing that it may", () => {
    const { authorization } = LOGIN;
    const state = { type: "string", description: "A text.", example: "s" } as const;
    const flow = { ...state, example: "f", required: true } as const;
    const oauth = {
      ...LOGIN,
      authorization: { url: authorization?.url ?? "", parameters: { state, flow } },
      callback: {
        fields: {
          state: { ...state, optional: true },
          flow: { type: "string", optional: true, example: "f" },
          realm: { type: "string", example: "r" },
        },
      },
    } as const;
    const readme = filesOf(modelOf("echo", { oauth })).get("README.md");
    expect(readme).toContain('callback, params: { flow: "f" }');
    expect(readme).toMatch(/oauth_verifier=verifier&flow=f&realm=r"/);
  });

  it("shows an exchange also where there are no accounts", () => {
    const endpoint = { method: "POST", url: "https://acme.example/ticket", fields: {} } as const;
    const grant = { in: "form", type: "string", required: true, example: "app" } as const;
    const exchanges = {
      ticket: { ...endpoint, summary: "Makes a ticket." },
      grant: { ...endpoint, summary: "Grants one.", parameters: { grant } },
    };
    const oauth = { signatureMethods: ["HMAC-SHA1"], twoLegged: true, exchanges };
    const readme = filesOf(modelOf("here", { oauth })).get("README.md");
    expect(readme).toContain(
      "// Makes a ticket.\nconsole.log(await here.ticket());\n\n" +
        '// Grants one.\nconsole.log(await here.grant(undefined, { grant: "app" }));\n```\n',
    );
    expect(filesOf(FEEDS).get("README.md")).toContain("console.log(await feeds.wakeUp(token));");
    expect(filesOf(FEEDS).get("src/provider.ts")).toMatch(/export type \w*WakeUp\w* = object;/);
  });

  it("asks for a device what an app can say, as a login does where that is the same", () => {
    const lang = { in: "form", type: "string" } as const;
    const hint = { type: "string" } as const;
    type Said<T> = Readonly<Record<string, T & { readonly value?: string }>>;
    const textOf = (
      parameters: Said<typeof lang>,
      page: Said<typeof hint> = {},
      token: Said<typeof lang> = {},
    ): string => {
      const url = "https://acme.example/request";
      const temporaryCredentials = { method: "POST", url, parameters } as const;
      const tokenCredentials = { method: "POST", url, parameters: token } as const;
      const authorization = { url: "https://acme.example/authorize", parameters: page };
      const reverseAuth = { target: "https://acme.example/access" };
      const oauth = {
        ...LOGIN,
        ...{ temporaryCredentials, authorization, tokenCredentials, reverseAuth },
      };
      return filesOf(modelOf("watch", { oauth })).get("src/provider.ts") ?? "";
    };
    const own = "ReverseAuth<WatchReverseAuthParams>";
    expect(textOf({ lang })).toContain("ReverseAuth<WatchLoginParams>");
    expect(textOf({ lang })).not.toContain("WatchReverseAuthParams");
    expect(textOf({ lang }, { hint })).toContain(own);
    // What steps tell apart is no login's, so both have one name, and not the same.
    const steps = { step: { ...hint, value: "a" }, hint };
    expect(textOf({ step: lang }, steps, { step: { ...lang, value: "b" } })).toContain(own);
    for (const parameters of [{}, { lang: { ...lang, value: "en" } }]) {
      expect(textOf(parameters, { hint })).toMatch(/\bReverseAuth(?: &|;)/);
    }
    expect(filesOf(DEVICES).get("README.md")).toContain(
      'await devices.reverseAuth({ params: { scope: "read" } });\n',
    );
  });

  it("asks an app whose calls carry a key alone for nothing but the place", () => {
    const sited = (more: { readonly default?: string }): string => {
      const variables = { site: { description: "The site.", example: "a", ...more } };
      const model = { ...KEYED, variables: modelOf("keyed", { variables }).variables };
      return filesOf(model).get("src/provider.ts") ?? "";
    };
    const base = 'export interface KeyedOptions extends Omit<ClientOptions, "consumer"> {\n';
    expect(sited({})).toContain(`${base}  readonly variables: KeyedVariables;\n}`);
    expect(sited({})).toContain("createKeyed(options: KeyedOptions): KeyedClient {");
    expect(sited({})).toContain('createKeyed({ variables: { site: "a" } });');
    expect(sited({ default: "a" })).toContain("createKeyed(options: KeyedOptions = {})");
    expect(sited({ default: "a" })).toContain("createKeyed();");
    expect(filesOf(CARRIED).get("src/provider.ts")).toContain(
      "  /** Without a secret: nothing is signed. */\n  readonly consumer: { readonly key: string };",
    );
  });

  it("identifies by what calls are signed with", () => {
    expect(filesOf(AGREED).get("src/provider.ts")).toMatch(
      /Identity<GetMeResult, AgreedLiveSession>/,
    );
  });

  it("goes through pages with what calls are signed with", () => {
    const readme = filesOf(AGREED).get("README.md");
    const pages = readme?.slice(readme.indexOf("## Page by page"));
    expect(pages).toContain(
      "// Calls are signed with a live session, until it ends.\n" +
        'const live = await agreed.openLiveSession({ key: "your token", secret: "its secret" });\n' +
        "const session = agreed.session(live);\n",
    );
  });

  it("claims no signature for calls that carry the token itself", () => {
    const api = {
      baseUrl: "https://api.acme.example",
      authentication: { headers: { "api-key": "{secret}" } },
    };
    const files = filesOf(modelOf("carried", { api }));
    expect(files.get("README.md")).not.toMatch(/with signed|signature of every/);
    expect(files.get("src/testing.ts")).not.toMatch(/every\s+(\*\s+)?(request|signature)/);
  });

  it("says of a body what it is called, where that is not the usual name", () => {
    const body = { kind: "json", contentType: "application/merge-patch+json" } as const;
    const parameters = { size: { in: "body", type: "integer" } } as const;
    const resize = { group: "a", summary: "Resizes.", method: "PATCH", path: "/", body } as const;
    const operations = { resize: { ...resize, parameters } };
    expect(filesOf(modelOf("patched", { operations })).get("src/operations/a.ts")).toContain(
      'jsonBody(["size"], "application/merge-patch+json")',
    );
  });

  it("says how the lists of a form are written, and with which number pages begin if not as usual", () => {
    const texts = { type: "string", enum: ["a"] } as const;
    const list = { in: "body", type: "array", items: texts } as const;
    const parameters = {
      ids: { ...list, style: "comma" },
      either: { in: "body", $ref: "Either", style: "pipe" },
      name: { in: "body", type: "string" },
    } as const;
    const write = { group: "a", summary: "Writes.", method: "POST", path: "/" } as const;
    const paged = (first: number): DescribedOperation => ({
      ...write,
      method: "GET",
      path: `/${first}`,
      parameters: { page: { in: "query", type: "integer" } },
      result: { type: "array", items: texts },
      pagination: { kind: "page", parameter: "page", first, items: "" },
    });
    const operations = {
      addForm: { ...write, body: "form", parameters },
      addParts: { ...write, path: "/parts", body: "multipart", parameters },
      addJson: { ...write, path: "/json", body: "json", parameters },
      head: {
        ...write,
        path: "/head",
        parameters: { tags: { ...list, in: "header", style: "pipe" } },
      },
      note: {
        ...write,
        path: "/note",
        body: { kind: "binary", whole: "text" },
        parameters: { text: { in: "body", type: "string" } },
      },
      zeroth: paged(0),
      usual: paged(1),
    } as const;
    const Either: DescribedType = { oneOf: [{ type: "string" }, { type: "array", items: texts }] };
    const files = filesOf(modelOf("forms", { operations, types: { Either } }));
    const text = files.get("src/operations/a.ts");
    const styled = text?.split("/** What {@link ").flatMap((part) => {
      const [name] = part.split("}");
      return part.includes('styles: { ids: "comma", either: "pipe" }') ? [name] : [];
    });
    expect(styled).toEqual(["addForm", "addParts"]);
    expect(text).not.toContain('lists: "pipe"');
    expect(text).toContain('wholeTextBody("text", "text/plain")');
    expect(text).toContain('numberedPages({ parameter: "page", first: 0, items: "" })');
    expect(text).toContain('numberedPages({ parameter: "page", items: "" })');
  });

  it("promises what comes with a token only where every way to one brings it", () => {
    const { tokenCredentials = { method: "POST", url: "" } } = LOGIN;
    const field = (optional: boolean) => ({ type: "string", optional, example: "1" }) as const;
    const fields = { id: field(false), name: field(false), mail: field(true), own: field(false) };
    const xAuth = { fields: { id: field(false), name: field(true) } };
    const oauth = { ...LOGIN, tokenCredentials: { ...tokenCredentials, fields }, xAuth };
    const text = filesOf(modelOf("ways", { oauth })).get("src/provider.ts");
    for (const said of ["id: ", "name?: ", "mail?: ", "own?: "])
      expect(text).toContain(`readonly ${said}string`);
  });

  it("has accounts where tokens are only renewed", () => {
    const renewal = { method: "POST", url: "https://acme.example/renew", handle: "none" } as const;
    const oauth = {
      signatureMethods: ["HMAC-SHA1"],
      preIssued: { description: "There." },
    } as const;
    const text = filesOf(modelOf("kept", { oauth: { ...oauth, renewal } })).get("src/provider.ts");
    expect(text).toContain("export type KeptAccount = Account;");
    expect(text).toContain("Renewal<KeptAccount>");
  });

  it("asks a session for what its account says of the API, where nothing can be called without it", () => {
    const { tokenCredentials = { method: "POST", url: "" } } = LOGIN;
    const field = (optional: boolean) => ({ type: "string", optional, example: "1" }) as const;
    const fields = { site: field(true), shard: field(false), zone: field(true) };
    const oauth = { ...LOGIN, tokenCredentials: { ...tokenCredentials, fields } };
    const hosts = { upload: "https://{account.shard}.{account.zone}.acme.example" };
    const api = { baseUrl: "https://{account.site}.acme.example", hosts };
    const text = filesOf(modelOf("spread", { oauth, api })).get("src/provider.ts");
    const calls = text?.replace(/\s+/g, " ").match(/TokenCalls<[^}]*\}/)?.[0];
    expect(calls).toContain(
      "readonly site: string; readonly shard: string; readonly zone?: string",
    );
  });

  it("asks no app for what the description says itself", () => {
    const { temporaryCredentials = { method: "POST", url: "" } } = LOGIN;
    const lang = { in: "form", type: "string", required: true, value: "en" } as const;
    const oauth = {
      ...LOGIN,
      temporaryCredentials: { ...temporaryCredentials, parameters: { lang } },
    };
    const files = filesOf(modelOf("said", { oauth }));
    expect(files.get("src/provider.ts")).toContain(
      "  /** `en` by default. */\n  readonly lang?: string | undefined;\n",
    );
    expect(files.get("README.md")).not.toContain("params");
  });

  it("gives a reason for what is deprecated wherever it is listed", () => {
    const operation = { group: "a", summary: "Does it.", method: "GET", path: "/a" } as const;
    const operations = {
      doOld: { ...operation, deprecated: "Use `doNew`" },
      doNew: { ...operation, deprecated: true },
    };
    const readme = filesOf(modelOf("aged", { operations })).get("README.md");
    expect(readme).toContain("| Deprecated: Use `doNew`. Does it. |");
    expect(readme).toContain("| Deprecated. Does it.              |");
  });

  it("says of an endpoint what the client reads, and no more", () => {
    const answer = { format: "json", tokenAt: "a", secretAt: "b" } as const;
    const revocation = { method: "POST", url: "https://acme.example/revoke", ...answer } as const;
    const text = filesOf(modelOf("quiet", { oauth: { ...LOGIN, revocation } })).get(
      "src/provider.ts",
    );
    expect(text).toContain('revocation({ method: "POST", url: "https://acme.example/revoke" })');
  });

  it("counts one second as one", () => {
    const rateLimit = { calls: 1, seconds: 1 };
    const api = { baseUrl: "https://api.acme.example", rateLimit };
    expect(filesOf(modelOf("slow", { api })).get("README.md")).toContain("1 call in 1 second.");
  });
});

/** What describes the provider to the client, and the client's types. */
function providerOf(model: ProviderModel): string {
  return filesOf(model).get("src/provider.ts") ?? "";
}
