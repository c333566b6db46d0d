import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CallError, operation, readXml, type Operation } from "@oauth1/client";
import { open } from "./calls/scene.js";

describe("readXml", () => {
  it.each<[string, string, unknown]>([
    [
      "attributes",
      '<rsp stat="fail"><err code="3" msg="No" /></rsp>',
      {
        rsp: { "@stat": "fail", err: { "@code": "3", "@msg": "No" } },
      },
    ],
    [
      "text beside attributes",
      "<a b='1'> x <c/> y </a>",
      { a: { "@b": "1", c: "", "#text": "x  y" } },
    ],
    ["several of one name", "<a><b>1</b><b>2</b></a>", { a: { b: ["1", "2"] } }],
    [
      "entities",
      "<a>&lt;&#65;&#x42;&amp;lt;&nbsp;&#x110000;</a>",
      { a: "<AB&lt;&nbsp;&#x110000;" },
    ],
    [
      "sections",
      "<?xml version='1.0'?><!DOCTYPE a><a><!-- <b> --><![CDATA[<c>&amp;]]></a>",
      {
        a: "<c>&amp;",
      },
    ],
    [
      "prefixes",
      '<s:a xmlns:s="urn:s"><s:b s:c="1"/></s:a>',
      {
        a: { "@s": "urn:s", b: { "@c": "1" } },
      },
    ],
    ["quotes with brackets in them", '<a b="x>y"><c/></a>', { a: { "@b": "x>y", c: "" } }],
    ["what does not end", "<a><b>1</b><c", { a: { b: "1", c: "" } }],
    ["what ends too often", "</z><a>1</a></a>", { a: "1" }],
    [
      "names of the prototype",
      "<__proto__>1</__proto__>",
      Object.fromEntries([["__proto__", "1"]]),
    ],
  ])("reads %s", (_, text, expected) => {
    expect(readXml(text)).toEqual(expected);
  });

  it.each(["", "Not found", '{"a":1}', "<>", "< a", "<!-- -->", "</a>"])(
    "finds nothing in %j",
    (text) => {
      expect(readXml(text)).toBeUndefined();
    },
  );

  it("takes any text", () => {
    const piece = fc.constantFrom(
      ..."<>/!?-[]\"'=& aé:#;".split(""),
      "<!--",
      "-->",
      "<![CDATA[",
      "]]>",
      "&#x",
    );
    fc.assert(
      fc.property(
        fc.array(piece).map((pieces) => pieces.join("")),
        (text) => {
          expect(() => JSON.stringify(readXml(text))).not.toThrow();
        },
      ),
    );
  });

  it.each(["<!--", "<![CDATA[", '<a b="', "<a ", "<a b='\"", "<", "&#", 'b="', "</", "<a>"])(
    "is done at once with %j a hundred thousand times",
    (piece) => {
      readXml(piece.repeat(100_000));
    },
  );
});

describe("an error in XML", () => {
  const api = {
    errors: {
      signs: [
        { at: "stat", equals: "fail" },
        { at: "rsp.@stat", equals: "fail" },
      ],
      code: ["code", "rsp.err.@code"],
      message: ["message", "rsp.err.@msg"],
      read: readXml,
    },
  };
  const asked = (result: "json" | "text"): Operation<"photos", object, unknown> =>
    operation({ provider: "photos", method: "GET", path: "/x", result });
  const xml =
    '<?xml version="1.0"?><rsp stat="fail"><err code="3" msg="Too &quot;big&quot;"/></rsp>';
  const told = { code: "request_refused", providerCode: "3", providerMessage: 'Too "big"' };

  it.each(["json", "text"] as const)("is told where %s was asked for", async (result) => {
    for (const status of [200, 400]) {
      const { session } = await open(() => ({ status, body: xml }), { api });
      const failed = asked(result)(session);
      await expect(failed).rejects.toBeInstanceOf(CallError);
      await expect(failed).rejects.toMatchObject({ ...told, status, body: xml });
    }
  });

  it("is told by the same paths where it is JSON", async () => {
    const { session } = await open(() => '{"stat":"fail","code":3,"message":"No"}', { api });
    await expect(asked("json")(session)).rejects.toMatchObject({ providerCode: "3" });
  });

  it("is no result, and a result is no error", async () => {
    const { session } = await open(() => '<rsp stat="ok"><id>7</id></rsp>', { api });
    expect(await asked("text")(session)).toBe('<rsp stat="ok"><id>7</id></rsp>');
    await expect(asked("json")(session)).rejects.toMatchObject({ code: "response_malformed" });
  });
});
