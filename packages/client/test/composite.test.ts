import { describe, expect, it } from "vitest";
import { compositeCredentials } from "@oauth1/client";

const maas = { separator: ":", order: ["consumerKey", "token", "tokenSecret"] } as const;

describe("compositeCredentials", () => {
  it("takes the text apart, whatever space it was copied with", () => {
    expect(compositeCredentials(" ck:tk:ts\n", maas)).toEqual({
      consumer: { key: "ck", secret: "" },
      token: { key: "tk", secret: "ts" },
    });
  });

  it("goes by the provider's order", () => {
    const order = ["tokenSecret", "token", "consumerSecret", "consumerKey"] as const;
    expect(compositeCredentials("a|b||d", { separator: "|", order })).toEqual({
      consumer: { key: "d", secret: "" },
      token: { key: "b", secret: "a" },
    });
  });

  it.each(["hush", "hush:b", "hush:b:c:d", ""])("refuses %j without repeating it", (text) => {
    const take = (): unknown => compositeCredentials(text, maas);
    expect(take).toThrow(/These credentials are 3 parts with ":" between them, and not [124]/);
    expect(take).not.toThrow(/hush/);
  });
});
