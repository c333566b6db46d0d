import { readFileSync } from "node:fs";

/** What the interop contract fixes: the registered consumers, their callbacks and the paths. Throw-away keys. */
export const CONSUMERS = [
  { name: "Client One", key: "dpf43f3p2l4k3l03client1", secret: "kd94hf93k423kf44" },
  { name: "Client Two", key: "dpf43f3p2l4k3l03client2", secret: "p&ss=w%rd/+~ *'()!" },
] as const;

/** The public key of the first of them, whose private key is in the same folder. */
export const PUBLIC_KEY: string = readFileSync(
  new URL("../../testing/keys/client_rsa.pub.pem", import.meta.url),
  "utf8",
);

export const CALLBACKS = ["http://127.0.0.1:9/cb", "http://127.0.0.1:9/cb?x=1", "oob"] as const;

export const PATHS = {
  initiate: "/oauth/initiate",
  authorize: "/oauth/authorize",
  token: "/oauth/token",
  echo: "/api/echo",
  health: "/healthz",
} as const;
