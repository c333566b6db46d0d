import type { ConsumerKey, ProviderModel } from "@oauth1/descriptor";

/** Whether any request says which app it comes from. */
export function namesApp({ api, oauth, operations }: ProviderModel): boolean {
  const { authentication } = api;
  if (authentication === undefined) return true;
  const templates = [...authentication.headers, ...authentication.query];
  return (
    templates.some(([, template]) => template.includes("{consumerKey}")) ||
    oauth.flows.some((flow) => flow.kind !== "pre-issued" || flow.composite !== undefined) ||
    operations.some(({ auth }) => auth === "consumer" || auth === "key")
  );
}

/** What the signature methods take of a consumer: more than an app has where the provider gives no secret, or nothing is signed. */
export function methodKeys({ oauth }: ProviderModel): readonly ConsumerKey[] {
  const { clientMethods, consumer } = oauth;
  return KEYS.filter(
    (key) => consumer.keys.includes(key) || clientMethods.some((method) => method.key === key),
  );
}

const KEYS: readonly ConsumerKey[] = ["secret", "privateKey", "liveSession"];

/** Those of them that no app has to say, because the empty text does. */
export function spareKeys(model: ProviderModel): readonly ConsumerKey[] {
  return methodKeys(model).filter((key) => !model.oauth.consumer.keys.includes(key));
}
