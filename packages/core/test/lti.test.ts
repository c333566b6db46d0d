import { describe, expect, it } from "vitest";
import { encode, formatForm, signSync, verify } from "@oauth1/core";
import {
  launchFields,
  signLaunch,
  signOutcome,
  verifyLaunch,
  verifyOutcome,
  withoutRepeatedQuery,
} from "@oauth1/core/lti";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import { hmacSha256 } from "@oauth1/core/methods/hmac-sha256";

const consumer = { key: "platform", secret: "secret" };
const keys = (): { consumer: { secret: string } } => ({ consumer: { secret: "secret" } });
const methods = [hmacSha1];
const url = "https://tool.example.com/launch?tenant=a%20b";
const fields = [
  ["resource_link_id", "7"],
  ["user_id", "alice"],
  ["custom_title", "Über & unter"],
] as const;

describe("an LTI 1.1 launch", () => {
  it("is a form with every field and the protocol parameters, which the tool verifies", async () => {
    const launch = await signLaunch({ url, fields }, consumer);
    expect(launch.fields.slice(0, 5)).toEqual([
      ["lti_message_type", "basic-lti-launch-request"],
      ["lti_version", "LTI-1p0"],
      ...fields,
    ]);
    expect(launch.fields.map(([name]) => name)).toContain("oauth_signature");
    const posted = new Request(url, {
      method: "POST",
      body: new URLSearchParams(launch.fields.map(([name, value]) => [name, value])),
    });
    const verdict = await verifyLaunch(posted, keys, { methods });
    expect(verdict).toMatchObject({ ok: true, consumerKey: "platform", transmission: "body" });
    expect(verdict.ok && verdict.field("custom_title")).toBe("Über & unter");
    expect(verdict.ok && verdict.parameters).toContainEqual(["oauth_callback", "about:blank"]);
  });

  it("is signed by the method and with the values that are asked for", async () => {
    const exact = { method: hmacSha256, nonce: "n", timestamp: 1 };
    const launch = await signLaunch({ url, fields }, consumer, exact);
    expect(launch.fields).toEqual(
      expect.arrayContaining([
        ["oauth_signature_method", "HMAC-SHA256"],
        ["oauth_nonce", "n"],
        ["oauth_timestamp", "1"],
      ]),
    );
  });

  it("is refused where its form cannot be read, as any other request is", async () => {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const posted = { method: "POST", url, headers, body: new Blob(["a=b"]) };
    expect(await verifyLaunch(posted, keys, { methods })).toMatchObject({
      ok: false,
      problem: "parameter_rejected",
    });
  });

  it("fails when a field, the query or the secret is another", async () => {
    const launch = await signLaunch({ url, fields }, consumer);
    const check = async (from: string, to: string, at = url): Promise<unknown> => {
      const body = new URLSearchParams(
        launch.fields.map(([name, value]) => [name, value === from ? to : value]),
      );
      return verifyLaunch({ method: "POST", url: at, body }, keys, { methods });
    };
    expect(await check("alice", "mallory")).toEqual({ ok: false, problem: "signature_invalid" });
    expect(await check("", "", "https://tool.example.com/launch?tenant=c")).toEqual({
      ok: false,
      problem: "signature_invalid",
    });
    expect(await check("", "")).toMatchObject({ ok: true });
  });

  // https://github.com/instructure/canvas-lms/issues/600
  it("may repeat the query among its fields and sign these alone, as Canvas does", async () => {
    const endpoint = "https://tool.example.com/launch";
    const signed = await signLaunch(
      { url: endpoint, fields: [...fields, ["tenant", "a b"], ["empty", ""]] },
      consumer,
    );
    const check = async (query: string, { secret } = consumer): Promise<unknown> => {
      const body = new URLSearchParams(signed.fields.map(([name, value]) => [name, value]));
      const posted = { method: "POST", url: `${endpoint}?${query}`, body };
      const verdict = await verifyLaunch(posted, () => ({ consumer: { secret } }), { methods });
      const given = new Request(posted.url, posted);
      expect(await verifyLaunch(given, () => ({ consumer: { secret } }), { methods })).toEqual(
        verdict.ok ? { ...verdict, field: expect.any(Function) } : verdict,
      );
      return verdict;
    };
    expect(await check("tenant=a+b")).toMatchObject({ ok: true, consumerKey: "platform" });
    expect(await check("empty&tenant=a%20b")).toMatchObject({ ok: true });
    const invalid = { ok: false, problem: "signature_invalid" };
    for (const query of ["tenant=c", "tenant=a+b&role=admin", "user_id=mallory", "empty=1"]) {
      expect(await check(query)).toEqual(invalid);
    }
    expect(await check("tenant=a+b", { ...consumer, secret: "other" })).toEqual(invalid);
  });

  it("may repeat the query and sign both, as RFC 5849 wants it", async () => {
    const launch = await signLaunch({ url, fields: [...fields, ["tenant", "a b"]] }, consumer);
    const body = new URLSearchParams(launch.fields.map(([name, value]) => [name, value]));
    expect(await verifyLaunch({ method: "POST", url, body }, keys, { methods })).toMatchObject({
      ok: true,
    });
  });

  it.each([
    ["no query", { method: "POST", url: "https://a.example/", body: new URLSearchParams("b=1") }],
    ["no form", { method: "POST", url: "https://a.example/?b=1" }],
    ["no URL that a request can have", { method: "POST", url: "/?b=1" }],
  ])("repeats nothing with %s", (_name, request) => {
    expect(withoutRepeatedQuery(request)).toBeUndefined();
  });

  it.each(["oauth_nonce", "oauth_signature", "oauth_consumer_key", "oauth_token"])(
    "refuses to sign the field %s, which signing adds",
    async (name) => {
      const wrong = signLaunch({ url, fields: [...fields, [name, "x"]] }, consumer);
      await expect(wrong).rejects.toThrow(TypeError);
      await expect(wrong).rejects.toThrow(`leave ${name} out of the fields`);
    },
  );

  it("refuses what no tool would take: a field without a name, and two callbacks", async () => {
    const callback = ["oauth_callback", "about:blank"] as const;
    const unnamed = signLaunch({ url, fields: [...fields, ["", "x"]] }, consumer);
    await expect(unnamed).rejects.toThrow("A field has no name");
    const twice = signLaunch({ url, fields: [...fields, callback, callback] }, consumer);
    await expect(twice).rejects.toThrow("The field oauth_callback stands there twice");
  });

  it("signs a number as its digits, from who has no types", async () => {
    const numbered = JSON.parse('["custom_chapter", 7]');
    const launch = await signLaunch({ url, fields: [...fields, numbered] }, consumer);
    expect(launch.fields).toContainEqual(["custom_chapter", "7"]);
  });

  it("names a field that has no value, from who has no types", async () => {
    for (const json of ['["lis_person_name_given"]', '["lis_person_name_given", null]']) {
      const [name, value] = JSON.parse(json);
      const wrong = signLaunch({ url, fields: [...fields, [name, value]] }, consumer);
      await expect(wrong).rejects.toThrow("The field lis_person_name_given is not set.");
    }
  });

  it("needs what every launch has, on both sides", async () => {
    await expect(signLaunch({ url, fields: [["user_id", "alice"]] }, consumer)).rejects.toThrow(
      /resource_link_id is missing/,
    );
    await expect(
      signLaunch({ url, fields: [...fields, ["lti_version", "2"]] }, consumer),
    ).rejects.toThrow(/lti_version has to be LTI-1p0/);
    const form = { method: "POST", url, body: new URLSearchParams({ resource_link_id: "7" }) };
    const { request } = signSync(form, { consumer }, { transmission: "body" });
    expect(await verifyLaunch(request, keys, { methods })).toMatchObject({
      ok: false,
      problem: "launch_malformed",
    });
  });
});

describe("a Content-Item message", () => {
  const selection = [
    ["lti_message_type", "ContentItemSelection"],
    ["content_items", '{"@graph":[]}'],
    ["data", "7"],
  ] as const;
  const messageTypes = ["ContentItemSelectionRequest", "ContentItemSelection"];
  const post = (given: Awaited<ReturnType<typeof signLaunch>>): Request =>
    new Request(given.url, {
      method: "POST",
      body: new URLSearchParams(given.fields.map(([name, value]) => [name, value])),
    });

  it("is signed and verified by who says so, without a resource link", async () => {
    const message = await signLaunch({ url, fields: selection }, consumer, { messageTypes });
    expect(message.fields.filter(([name]) => name === "lti_message_type")).toHaveLength(1);
    expect(message.fields).toContainEqual(["lti_version", "LTI-1p0"]);
    const verdict = await verifyLaunch(post(message), keys, { methods, messageTypes });
    expect(verdict.ok && verdict.field("content_items")).toBe('{"@graph":[]}');
    expect(await verifyLaunch(post(message), keys, { methods })).toEqual({
      ok: false,
      problem: "launch_malformed",
      advice: "lti_message_type has to be basic-lti-launch-request.",
    });
    const [type] = messageTypes;
    const request = await signLaunch({ url, fields: [] }, consumer, { messageTypes });
    expect(request.fields[0]).toEqual(["lti_message_type", type]);
    expect(await verifyLaunch(post(request), keys, { methods, messageTypes })).toMatchObject({
      ok: true,
    });
  });

  it("is refused by default, and so is a launch where only messages are wanted", async () => {
    await expect(signLaunch({ url, fields: selection }, consumer)).rejects.toThrow(
      /lti_message_type has to be basic-lti-launch-request/,
    );
    const launch = await signLaunch({ url, fields }, consumer);
    expect(await verifyLaunch(post(launch), keys, { methods, messageTypes })).toMatchObject({
      advice: "lti_message_type has to be ContentItemSelectionRequest or ContentItemSelection.",
    });
    const both = { messageTypes: [...messageTypes, "basic-lti-launch-request"] };
    expect(await verifyLaunch(post(launch), keys, { methods, ...both })).toMatchObject({
      ok: true,
    });
    const unlinked = [["lti_message_type", "basic-lti-launch-request"]] as const;
    await expect(signLaunch({ url, fields: unlinked }, consumer, both)).rejects.toThrow(
      /resource_link_id is missing/,
    );
  });
});

describe("the fields of a launch", () => {
  // All that was signed goes into the query, where it counts the same, and the body says who the user would like to be.
  it.each(["text/plain", "application/json", "multipart/form-data; boundary=x"])(
    "are never read from a body that nobody has signed: %s",
    async (type) => {
      const launch = await signLaunch({ url, fields }, consumer);
      const query = formatForm(launch.fields.map(([name, value]) => [encode(name), encode(value)]));
      const body =
        "lti_message_type=basic-lti-launch-request&lti_version=LTI-1p0&resource_link_id=7&user_id=admin";
      const forged = { method: "POST", url: `${url}&${query}`, body };
      const headers = { "content-type": type };
      expect((await verify({ ...forged, headers }, keys, { methods })).ok).toBe(true);
      for (const request of [
        { ...forged, headers },
        new Request(forged.url, { ...forged, headers }),
      ]) {
        expect(await verifyLaunch(request, keys, { methods })).toMatchObject({
          ok: false,
          problem: "launch_malformed",
        });
      }
      expect(launchFields({ ...forged, headers }).ok).toBe(false);
    },
  );

  it("are signed with the line breaks that a browser posts", async () => {
    const texts = [...fields, ["custom_text", "one\ntwo\r\nthree\rfour"]] as const;
    const launch = await signLaunch({ url, fields: texts }, consumer);
    // A browser writes every line break of a form as CR LF, however the page has it.
    const asPosted = (text: string): string => text.replace(/\r\n|\r|\n/g, "\r\n");
    const inPage = launch.fields.map(([name, value]) => [name, value.replaceAll("\r\n", "\n")]);
    const body = new URLSearchParams(
      inPage.map(([name = "", value = ""]) => [name, asPosted(value)]),
    );
    const verdict = await verifyLaunch({ method: "POST", url, body }, keys, { methods });
    expect(verdict.ok && verdict.field("custom_text")).toBe("one\r\ntwo\r\nthree\r\nfour");
  });

  it("may have the callback among them, which is sent once", async () => {
    const given = [...fields, ["oauth_callback", "about:blank"]] as const;
    const launch = await signLaunch({ url, fields: given }, consumer);
    const body = new URLSearchParams(launch.fields.map(([name, value]) => [name, value]));
    expect(body.getAll("oauth_callback")).toEqual(["about:blank"]);
    expect(await verifyLaunch({ method: "POST", url, body }, keys, { methods })).toMatchObject({
      ok: true,
    });
  });

  it("are those of the bytes that were signed, a byte order mark too", async () => {
    const { request } = signSync(
      {
        method: "POST",
        url,
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: new TextEncoder().encode(
          "\uFEFFlti_message_type=basic-lti-launch-request&lti_version=LTI-1p0&resource_link_id=7",
        ),
      },
      { consumer },
    );
    expect(await verify(request, keys, { methods })).toMatchObject({ ok: true });
    expect(await verifyLaunch(request, keys, { methods })).toMatchObject({
      problem: "launch_malformed",
    });
  });
});

describe("a message to an outcomes service", () => {
  const message = { url: "https://platform.example.com/outcomes", xml: "<a>é</a>" };
  // printf '<a>é</a>' | openssl dgst -sha256 -binary | base64
  const SHA256 = "Og1aGDWXRWL2ylg3J+/G6eb7ZKArT0ZcTJfUPi9zouM=";

  it("carries the SHA-1 of its body in the header", async () => {
    const { request, parameters } = await signOutcome(message, consumer);
    expect(request).toMatchObject({ method: "POST", url: message.url, body: message.xml });
    expect(new Headers(request.headers).get("content-type")).toBe("application/xml");
    expect(parameters.map(([name]) => name)).toContain("oauth_body_hash");
    expect(await verifyOutcome(request, keys, { methods })).toMatchObject({ ok: true });
    expect(await verifyOutcome({ ...request, body: "<a>e</a>" }, keys, { methods })).toEqual({
      ok: false,
      problem: "body_hash_invalid",
    });
  });

  it("carries the hash of its signature method", async () => {
    const { request } = await signOutcome(message, consumer, { method: hmacSha256 });
    expect(await verifyOutcome(request, keys, { methods: [hmacSha256] })).toMatchObject({
      parameters: expect.arrayContaining([["oauth_body_hash", SHA256]]),
    });
  });

  it("is refused without the hash", async () => {
    const { request } = signSync(
      { method: "POST", url: message.url, body: message.xml },
      { consumer },
    );
    expect(await verifyOutcome(request, keys, { methods })).toMatchObject({
      ok: false,
      problem: "parameter_absent",
    });
  });
});
