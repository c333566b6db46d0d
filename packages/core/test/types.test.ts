import { expect, it } from "vitest";
import {
  baseString,
  baseStringUri,
  encode,
  normalize,
  sentTarget,
  sign,
  signature,
  type BaseString,
  type Credentials,
  type NormalizedParameters,
  type Signature,
} from "@oauth1/core";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";

// Compiling is the assertion: `pnpm types` fails when a line below an expected error has none.
it("does not compile when a stage of the pipeline is skipped or the kind of key is wrong", () => {
  const compileOnly = (): void => {
    const target = sentTarget("https://example.com/");
    // @ts-expect-error parameters have to be encoded first
    normalize([["name", "value"]]);
    // @ts-expect-error parameters have to be normalized first
    baseString("GET", baseStringUri(target), "a=b");
    // @ts-expect-error a URL is not a base string URI
    baseString("GET", "https://example.com/", normalize([]));
    // @ts-expect-error a base string has one constructor
    void hmacSha1.sign("GET&a&b", { consumer: { key: "", secret: "" } });
    // @ts-expect-error encoded text is not normalized parameters
    const normalized: NormalizedParameters = encode("a");
    // @ts-expect-error text is not a signature
    const text: Signature = "abc";
    const request = { method: "GET", url: "" };
    const secretKey = { consumer: { key: "", secret: "" } };
    const privateKey = { consumer: { key: "", privateKey: "" } };
    const byPrivateKey = { ...hmacSha1, sign: signWithPrivateKey };
    // @ts-expect-error HMAC takes a secret, not a private key
    void sign(request, privateKey, { method: hmacSha1 });
    void sign(request, privateKey, { method: byPrivateKey });
    // @ts-expect-error a method of private keys takes no secret
    void sign(request, secretKey, { method: byPrivateKey });
    return void [normalized, text];
  };
  expect(compileOnly).toBeTypeOf("function");
});

function signWithPrivateKey(
  _base: BaseString,
  _keys: Credentials<{ readonly privateKey: string }>,
): Signature {
  return signature("");
}
