import type { VNode } from "preact";
import { CopyButton } from "../shared/copy-button.js";
import { ActorName } from "./actors.js";
import { Intro } from "./intro.js";
import "./without-server.css";

/** What the story is, where no server can play it. */
export function WithoutServer(): VNode {
  return (
    <section class="without-server">
      <p class="lede">
        The story needs a consumer and a provider to listen to. Run them on your own machine, with
        any provider that is described here:
      </p>
      <p class="command">
        <code>{COMMAND}</code>
        <CopyButton text={COMMAND} label="Copy the command" />
      </p>
      <Intro />
      <h2>What it shows</h2>
      <ol class="outline">
        <li>
          <ActorName actor="consumer">The consumer</ActorName> registers at the provider, and gets
          client credentials: a key and a secret that say which app it is.
        </li>
        <li>
          <ActorName actor="consumer">The consumer</ActorName> asks for temporary credentials,
          signed with the client secret. They stand for one login.
        </li>
        <li>
          <ActorName actor="user">The user</ActorName> is sent to the provider with the temporary
          key, logs in there, and says yes or no.
        </li>
        <li>
          <ActorName actor="provider">The provider</ActorName> sends the user back with a verifier,
          which proves that the one who said yes is the one who came back.
        </li>
        <li>
          <ActorName actor="consumer">The consumer</ActorName> exchanges both for token credentials,
          signed with the client secret and the temporary secret.
        </li>
        <li>
          <ActorName actor="consumer">The consumer</ActorName> calls the API, and signs each request
          with the client secret and the token secret.
        </li>
        <li>
          <ActorName actor="user">The user</ActorName> takes the permission back, at the provider,
          at any time. The next call fails.
        </li>
      </ol>
    </section>
  );
}

const COMMAND = "npx @oauth1/cli emulate twitter";
