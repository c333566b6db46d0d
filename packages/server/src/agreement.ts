import {
  baseString,
  baseStringUri,
  normalize,
  signature,
  type SignatureMethod,
} from "@oauth1/core";
import { callbackFlaw } from "./callback.js";
import { checkedId, checkedText, checkTexts } from "./checked-text.js";

/** What a client may do that others may not: ask the introspection endpoint, or log users in by password. */
export type Privilege = "introspection" | "xauth";

/** What the owner of a client and the provider agree on, and can agree on anew. */
export interface Agreement {
  /** What a consent page shows. */
  readonly name: string;
  /** Absolute URLs, and `oob` where the user is to carry the verifier. */
  readonly callbacks: readonly string[];
  /** The names of the signature methods it may use; every method of the provider by default. */
  readonly methods?: readonly string[];
  /** PEM, for a client that signs with RSA. */
  readonly publicKey?: string;
  /** Whose client it is: an id of the application's. */
  readonly owner?: string;
  readonly privileges?: readonly Privilege[];
}

/** What changes about a client: what is not given stays as it is, and `null` takes back what can be absent. */
export type AgreementChange = Terms<null> & { readonly disabled?: boolean };

/** Some of what was agreed, and what stands for a term that is none. */
type Terms<None extends null = never> = Partial<Pick<Agreement, "callbacks" | "name">> & {
  readonly [Term in "methods" | "owner" | "privileges" | "publicKey"]?:
    Required<Agreement>[Term] | None;
};

/**
 * What is given, by name, in lists of its own, which nobody can change once they are checked: `undefined` is nothing, and what
 * else an object brings along, such as a secret, is no term.
 *
 * @example
 * termsOf({ owner: null, secret: "mine" }); // => { owner: null }
 */
export function termsOf<None extends null>({
  name,
  callbacks,
  methods,
  publicKey,
  owner,
  privileges,
}: Terms<None>): Terms<None> {
  return {
    ...(name !== undefined && { name }),
    ...(callbacks !== undefined && { callbacks: copied<string, never>(callbacks) }),
    ...(methods !== undefined && { methods: copied(methods) }),
    ...(publicKey !== undefined && { publicKey }),
    ...(owner !== undefined && { owner }),
    ...(privileges !== undefined && { privileges: copied(privileges) }),
  };
}

// What is no list stays as it is, and is refused: of a text this would make one.
function copied<Item, None extends null>(list: readonly Item[] | None): readonly Item[] | None {
  return Array.isArray(list) ? Array.from<Item>(list) : list;
}

/**
 * Rejects with a TypeError for terms that cannot be agreed on with a provider of these methods.
 *
 * @example
 * await checkAgreement({ methods: ["MD5"] }, []).catch((error) => error instanceof TypeError); // => true
 */
export async function checkAgreement(
  { name, callbacks = [], methods, publicKey, owner, privileges }: AgreementChange,
  offered: readonly SignatureMethod<never>[],
): Promise<void> {
  if (name !== undefined) checkedText("name", name);
  checkedId("owner", owner ?? "");
  checkTexts("callbacks", callbacks);
  checkTexts("privileges", privileges ?? []);
  for (const callback of callbacks) {
    const flaw = callbackFlaw(callback);
    if (flaw !== undefined) throw new TypeError(`${flaw} Register another one than ${callback}.`);
  }
  checkMethods(methods ?? [], offered);
  if (typeof publicKey === "string") await checkPublicKey(publicKey, offered);
}

function checkMethods(
  methods: readonly string[],
  offered: readonly SignatureMethod<never>[],
): void {
  checkTexts("methods", methods);
  const names = offered.map(({ name }) => name);
  const strange = methods.find((method) => !names.includes(method));
  if (strange === undefined) return;
  throw new TypeError(
    `This provider has no signature method ${strange}: choose among ${names.join(", ")}, or pass it to createProvider.`,
  );
}

async function checkPublicKey(
  publicKey: string,
  offered: readonly SignatureMethod<never>[],
): Promise<void> {
  if (!/-----BEGIN (?:CERTIFICATE|(?:RSA )?PUBLIC KEY)-----/.test(publicKey)) {
    throw new TypeError(
      "publicKey is no PEM of a public key or certificate: it begins with -----BEGIN PUBLIC KEY-----.",
    );
  }
  // A method that needs the key throws where it cannot read it, which no request of the consumer is to find out.
  const uri = baseStringUri({ scheme: "https", host: "localhost", path: "/", query: "" });
  const text = baseString("GET", uri, normalize([]));
  for (const method of offered) {
    await method.verify(text, signature("AAAA"), { consumer: { publicKey } });
  }
}
