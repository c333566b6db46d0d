import axios, { AxiosError, type AxiosInstance } from "axios";
import got from "got";
import ky from "ky";
import createFetchClient from "openapi-fetch";
import { describe, expect, it } from "vitest";
import { headerValues, sign, type RequestParts } from "@oauth1/core";
import { axiosSettings } from "@oauth1/client/axios";
import { consumer, type Answer } from "../photos.js";
import { bodyText, open, signer, token, type Scene } from "./scene.js";

const echo = (request: RequestParts): Answer => ({
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ method: request.method, body: bodyText(request) }),
});

describe("axios", () => {
  async function create(
    answer: (request: RequestParts) => Answer = echo,
  ): Promise<Scene & { readonly api: AxiosInstance }> {
    const scene = await open(answer);
    return { ...scene, api: axios.create(axiosSettings(scene.session)) };
  }

  it("sends signed requests, its parameters written its own way", async () => {
    const { api, last, lines } = await create();
    const { data, status } = await api.get("/albums", { params: { q: "a b", ids: [1, 2] } });
    expect([status, data]).toEqual([200, { method: "GET", body: "" }]);
    expect(lines()).toEqual(["GET /v1/albums?q=a+b&ids%5B%5D=1&ids%5B%5D=2"]);
    expect(await signer(last())).toBe("token");
  });

  it("sends JSON, forms, headers and multipart", async () => {
    const { api, server, last } = await create();
    const json = await api.post("/a", { a: 1 }, { headers: { "x-app": "1" } });
    expect(json.data).toEqual({ method: "POST", body: '{"a":1}' });
    expect(headerValues(last().headers, "x-app")).toEqual(["1"]);
    const form = await api.post("/a", new URLSearchParams({ "a b": "c" }));
    expect(form.data).toEqual({ method: "POST", body: "a+b=c" });
    const parts = new FormData();
    parts.set("file", new Blob(["hi"]));
    await api.post("/a", parts);
    expect(bodyText(last())).toContain("hi");
    const [type = ""] = headerValues(last().headers, "content-type");
    expect(type).toMatch(/^multipart\/form-data; boundary=/);
    expect(bodyText(last())).toContain(type.replace(/.*boundary=/, ""));
    expect(await Promise.all(server.received.map((one) => signer(one)))).toEqual([
      "token",
      "token",
      "token",
    ]);
  });

  it("sends the headers of the client and of the provider rather than its own", async () => {
    const { session, last } = await open(echo, {
      api: { headers: { accept: "application/vnd.photos+json" } },
      headers: { "User-Agent": "Album/1.0" },
    });
    const api = axios.create(axiosSettings(session));
    await api.get("/a");
    const sent = (name: string): readonly string[] => headerValues(last().headers, name);
    expect([sent("user-agent"), sent("accept")]).toEqual([
      ["Album/1.0"],
      ["application/vnd.photos+json"],
    ]);
    await api.get("/a", { headers: { "user-agent": "Other/1.0" } });
    expect(sent("user-agent")).toEqual(["Other/1.0"]);
  });

  it("tells how far an upload is", async () => {
    const { api, last } = await create();
    const told: number[] = [];
    const onUploadProgress = ({ loaded }: { readonly loaded: number }): unknown =>
      told.push(loaded);
    const parts = new FormData();
    parts.set("file", new Blob(["hi"]));
    await api.post("/a", parts, { onUploadProgress });
    expect(bodyText(last())).toContain("hi");
    expect(told.length).toBeGreaterThan(0);
  });

  it("reads text and bytes, if it is told to", async () => {
    const { api } = await create();
    const text = await api.get("/a", { responseType: "text", transformResponse: [] });
    expect(text.data).toBe('{"method":"GET","body":""}');
    const bytes = await api.get("/a", { responseType: "arraybuffer" });
    expect(new TextDecoder().decode(bytes.data)).toBe('{"method":"GET","body":""}');
  });

  it("throws its own errors, by its own rule", async () => {
    const { api } = await create(() => ({ status: 404, body: '{"message":"gone"}' }));
    const failure = await api.get("/a").catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(AxiosError);
    expect(failure).toMatchObject({
      code: "ERR_BAD_REQUEST",
      response: { status: 404, data: { message: "gone" } },
    });
    const { status } = await api.get("/a", { validateStatus: (code) => code === 404 });
    expect(status).toBe(404);
  });

  it("can be aborted", async () => {
    const { api, server } = await create();
    await expect(api.get("/a", { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: "ERR_CANCELED",
    });
    expect(server.received).toEqual([]);
  });

  it("cannot leave the provider's origins", async () => {
    const { api } = await create();
    await expect(api.get("https://evil.example/")).rejects.toThrow(/does not belong to Photos/);
  });
});

describe("ky", () => {
  it("sends signed requests, and retries with a new signature", async () => {
    let calls = 0;
    const { session, server } = await open((request) => {
      calls += 1;
      if (request.url.endsWith("/old")) return { status: 302, headers: { location: "/stolen" } };
      return calls === 1 ? { status: 503 } : echo(request);
    });
    const api = ky.create({
      fetch: session.fetch,
      prefixUrl: session.baseUrl,
      retry: { delay: () => 1 },
    });
    expect(await api.put("a", { json: { a: 1 }, searchParams: { q: "b c" } }).json()).toEqual({
      method: "PUT",
      body: '{"a":1}',
    });
    expect(await Promise.all(server.received.map((one) => signer(one)))).toEqual([
      "token",
      "token",
    ]);
    const sent = server.received.flatMap(({ headers }) => headerValues(headers, "authorization"));
    expect(new Set(sent).size).toBe(2);
  });
});

interface Paths {
  readonly "/albums/{id}": {
    readonly get: {
      readonly parameters: { readonly path: { readonly id: string } };
      readonly responses: {
        readonly 200: {
          readonly content: { readonly "application/json": { readonly method: string } };
        };
      };
    };
  };
}

describe("openapi-fetch", () => {
  it("sends signed requests", async () => {
    const { session, last, lines } = await open(echo);
    const api = createFetchClient<Paths>({ baseUrl: session.baseUrl, fetch: session.fetch });
    const { data } = await api.GET("/albums/{id}", { params: { path: { id: "7" } } });
    expect(data?.method).toBe("GET");
    expect(lines()).toEqual(["GET /v1/albums/7"]);
    expect(await signer(last())).toBe("token");
  });
});

describe("got", () => {
  it("is signed by a hook, with its JSON, its forms and its retries", async () => {
    let calls = 0;
    const { server } = await open((request) => {
      calls += 1;
      if (request.url.endsWith("/old")) return { status: 302, headers: { location: "/stolen" } };
      return calls === 1 ? { status: 503 } : echo(request);
    });
    const api = got.extend({
      prefixUrl: server.origin,
      followRedirect: false,
      retry: { calculateDelay: ({ computedValue }) => computedValue && 1 },
      hooks: {
        beforeRequest: [
          async ({ method, url, headers, body }) => {
            const isForm = /urlencoded/.test(String(headers["content-type"]));
            const { authorization } = await sign(
              {
                method,
                url: String(url),
                ...(isForm && typeof body === "string" && { body: new URLSearchParams(body) }),
              },
              { consumer, token },
            );
            // got's hooks work on the options that they get.
            Object.assign(headers, { authorization });
          },
        ],
      },
    });
    expect(await api.get("a", { searchParams: { q: "b c" } }).json()).toMatchObject({
      method: "GET",
    });
    await api.post("a", { form: { "a b": "c+d" } });
    await api.post("a", { json: { a: 1 } });
    // A hook does not see where a redirect leads, and would sign for any other host as well.
    expect((await api.get("old")).statusCode).toBe(302);
    expect(await Promise.all(server.received.map((one) => signer(one)))).toEqual([
      "token",
      "token",
      "token",
      "token",
      "token",
    ]);
  });
});
