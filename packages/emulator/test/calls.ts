import {
  createClient,
  operation,
  type Operation,
  type OperationDescription,
  type Session,
  type SessionLevel,
} from "@oauth1/client";
import type { SharedKey, SignatureMethod } from "@oauth1/core";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import type { Emulator, IssuedToken, RegisteredApp } from "@oauth1/emulator";
import type { Odd } from "./world.js";

/** The odd provider, as its clients know it. */
export const named: {
  readonly id: "odd";
  readonly name: string;
  readonly signatureMethod: SignatureMethod<SharedKey>;
} = { id: "odd", name: "Odd", signatureMethod: hmacSha1 };

/** Where its API is. */
export const baseUrl = "https://odd.example/api";

/** An app that is registered there, a token, and who can speak with them. */
export interface Speakers {
  readonly session: Session<"odd">;
  readonly alone: Session<"odd", "consumer">;
  readonly consumer: RegisteredApp;
  readonly issued: IssuedToken;
}

/** Sessions of a user and of the app alone, by a client whose API is described as given. */
export async function sessionOf(emulator: Emulator, api: object = {}): Promise<Speakers> {
  const consumer = await emulator.register();
  const client = createClient({
    consumer,
    originMap: emulator.originMap,
    variables: emulator.variables,
    retry: false,
    provider: { ...named, sessions: ["token", "consumer"], api: { baseUrl, ...api } },
  });
  const issued = await emulator.issueToken("alice");
  return { session: client.session(issued), alone: client.consumerSession(), consumer, issued };
}

/** What the descriptor of the odd provider says of its operations; tokens are issued by hand. */
export function described(operations: object, api: object = {}): Odd {
  const entries = Object.entries(operations).map(([id, one]) => [
    id,
    { group: "things", summary: "Does something.", ...one },
  ]);
  const preIssued = { description: "On the settings page." };
  return { oauth: { preIssued }, api, operations: Object.fromEntries(entries) };
}

/** One of its operations, for the client. */
export function call<L extends SessionLevel = "token">(
  description: Omit<OperationDescription<"odd">, "provider" | "result"> &
    Partial<Pick<OperationDescription, "result">>,
): Operation<"odd", object, unknown, L> {
  return operation<"odd", object, unknown, L>({ provider: "odd", result: "json", ...description });
}
