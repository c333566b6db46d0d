import type { VNode } from "preact";
import { ActorName } from "./actors.js";

/** For somebody who has never heard of OAuth: who takes part, and why. */
export function Intro(): VNode {
  return (
    <details class="intro" open={matchMedia("(min-width: 46rem)").matches}>
      <summary>New to OAuth? Three actors, in three sentences</summary>
      <ul>
        <li>
          <ActorName actor="user">The user</ActorName> has an account at a provider, and wants an
          app to work with it without telling the app the password.
        </li>
        <li>
          <ActorName actor="consumer">The consumer</ActorName> is that app: it sends the user to the
          provider, and gets a key pair that stands for what the user allows.
        </li>
        <li>
          <ActorName actor="provider">The provider</ActorName> keeps the account: it asks the user,
          hands out key pairs, and checks the signature of every request.
        </li>
      </ul>
    </details>
  );
}
