import { expect, it } from "vitest";
import { lower, parseDescriptor, type ProviderModel } from "@oauth1/descriptor";
import { ACME, acmeWith } from "./acme.js";

function modelOf(text: string): ProviderModel {
  const result = parseDescriptor(text, { file: "providers/acme.json" });
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return lower(result.descriptor);
}

it("applies the defaults", () => {
  const { oauth, api, operations } = modelOf(ACME);
  expect(oauth.transmission).toBe("header");
  expect(oauth.callback).toEqual({ oob: true, deniedParameter: undefined });
  expect(oauth.access).toEqual([]);
  expect(oauth.tokenCredentials.fields[0]).toMatchObject({ name: "user_id", optional: false });
  expect(api.headers).toEqual([]);
  expect(operations.map(({ lists, response }) => [lists, response])).toEqual([
    ["repeat", "json"],
    ["repeat", "none"],
  ]);
  expect(operations[1]?.parameters.map(({ required }) => required)).toEqual([true, false]);
});

it("keeps what the descriptor says instead", () => {
  const { oauth, operations } = modelOf(
    acmeWith(
      [
        '"signatureMethods"',
        '"transmission": "query", "callback": { "oob": false }, "signatureMethods"',
      ],
      ['"baseUrl"', '"lists": "pipe", "baseUrl"'],
    ),
  );
  expect(oauth.transmission).toBe("query");
  expect(oauth.callback.oob).toBe(false);
  expect(operations[0]?.lists).toBe("pipe");
});

it("resolves names, methods, ways and origins", () => {
  const { names, oauth, api, origins } = modelOf(ACME);
  expect(names).toEqual({
    pascal: "Acme",
    camel: "acme",
    factory: "createAcme",
    account: "AcmeAccount",
    session: "AcmeSession",
  });
  expect(oauth.signatureMethods).toEqual([
    { name: "HMAC-SHA1", key: "secret", module: "hmac-sha1", export: "hmacSha1" },
  ]);
  expect(api.profile).toEqual({
    operation: "getMe",
    id: ["user", "id"],
    username: ["user", "name"],
  });
  expect(origins).toEqual(["https://acme.example", "https://api.acme.example"]);
});

it("names an answer that is described in place, so that an app can say its name", () => {
  const place = '"result": { "$ref": "Me" }';
  const inline = '"result": { "type": "object", "properties": { "user": { "$ref": "User" } } }';
  const { operations, types } = modelOf(acmeWith([place, inline]));
  expect(operations[0]?.result).toEqual({
    kind: "reference",
    name: "GetMeResult",
    nullable: false,
  });
  expect(types.at(-1)).toMatchObject({ name: "GetMeResult", type: { kind: "object" } });
});

it("tells types apart by kind", () => {
  const { types, operations } = modelOf(ACME);
  expect(operations[0]?.result).toEqual({ kind: "reference", name: "Me", nullable: false });
  expect(operations[1]?.result).toEqual({ kind: "unknown", nullable: false });
  const user = types[1]?.type;
  const properties = user?.kind === "object" ? user.properties : [];
  expect(properties.map(({ name, required, type }) => [name, required, type.kind])).toEqual([
    ["id", false, "primitive"],
    ["name", false, "enum"],
    ["tags", false, "array"],
  ]);
});

it("refuses a signature method that core does not have", () => {
  const result = parseDescriptor(ACME, { file: "acme.json" });
  if (!result.ok) throw new Error("The descriptor has mistakes");
  const { descriptor } = result;
  const oauth = { ...descriptor.oauth, signatureMethods: ["HMAC-MD5"] };
  expect(() => lower({ ...descriptor, oauth })).toThrow(TypeError);
});
