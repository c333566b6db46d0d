import type { ComponentChildren, VNode } from "preact";
import type { Actor, KeyKind, Stage, StoryMessage } from "../contract.js";
import "./actors.css";

/** The actors in the order of their lifelines. */
export const ACTORS: readonly Actor[] = ["consumer", "user", "provider"];

/** What the RFC calls them. */
export const ROLES: Readonly<Record<Actor, string>> = {
  consumer: "Consumer",
  user: "User",
  provider: "Provider",
};

/** The key pairs in the order in which they appear, each with what it stands for. */
export const KEY_PAIRS: readonly {
  readonly kind: KeyKind;
  readonly name: string;
  readonly meaning: string;
}[] = [
  {
    kind: "client",
    name: "Client credentials",
    meaning: "Which app it is. Kept for as long as the app exists.",
  },
  {
    kind: "temporary",
    name: "Temporary credentials",
    meaning: "One login. Worth nothing after it.",
  },
  {
    kind: "token",
    name: "Token credentials",
    meaning: "What the user has allowed. Kept until it is taken back.",
  },
];

/** The name of an actor in its color. */
export function ActorName({
  actor,
  children,
}: {
  readonly actor: Actor;
  readonly children: ComponentChildren;
}): VNode {
  return <span class={`actor is-${actor}`}>{children}</span>;
}

/** The kind of a key pair, as a mark in its color. */
export function KeyChip({ kind }: { readonly kind: KeyKind }): VNode {
  return (
    <span class={`key-chip of-${kind}`}>{KEY_PAIRS.find((one) => one.kind === kind)?.name}</span>
  );
}

/** What a message is about: the provider may be the second one, and the consumer a program of the user's. */
export type About = Pick<StoryMessage, "app" | "provider">;

/** What an actor is called on this stage. */
export function nameOf(actor: Actor, stage: Stage, { app, provider }: About): string {
  if (actor === "consumer") return app ?? stage.consumer.name;
  return actor === "user" ? "Browser" : providerName(stage, provider);
}

/** What a provider is called. */
export function providerName({ provider, second }: Stage, id: string): string {
  return [provider, second].find((one) => one.id === id)?.name ?? provider.name;
}
