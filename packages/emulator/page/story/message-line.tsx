import type { VNode } from "preact";
import type { Stage, StoryMessage } from "../contract.js";
import { ACTORS, nameOf, providerName } from "./actors.js";
import "./message-line.css";
import type { Line } from "./timeline.js";

/** One message: a button with its number, its title, and an arrow from who sends it to who gets it. */
export function MessageLine({
  line: { message, number, busy, begins },
  stage,
  isCurrent,
  onChoose,
}: {
  readonly line: Line;
  readonly stage: Stage;
  readonly isCurrent: boolean;
  readonly onChoose: (index: number) => void;
}): VNode {
  const { app, from, to, direction, failed, index, provider, title } = message;
  const span = `${from}-${to}`;
  const classes = ["line", `is-${from}`, SPANS[span] ?? "", `is-${direction}`];
  if (failed !== undefined) classes.push("is-failed");
  return (
    <li>
      {begins === undefined ? null : (
        <p class="leg">
          <span>{LEGS[begins]}</span>
        </p>
      )}
      <button
        type="button"
        class={classes.join(" ")}
        data-index={index}
        aria-current={isCurrent}
        tabIndex={isCurrent ? 0 : -1}
        onClick={() => onChoose(index)}
      >
        {ACTORS.map((actor) => (
          <span key={actor} class={`lifeline is-${actor}${busy.has(actor) ? " is-busy" : ""}`} />
        ))}
        <span class="line-label">
          <span class="line-number">{number}</span>{" "}
          <span class="line-title">
            <span class="unseen">
              {nameOf(from, stage, message)} to {nameOf(to, stage, message)}:{" "}
            </span>
            {title}
            {failed === undefined ? null : <span class="badge is-wrong">{refusalOf(message)}</span>}
            {app === undefined ? null : <span class="badge">{app}</span>}
            {isElsewhere(provider, stage) ? (
              <span class="badge">{providerName(stage, provider)}</span>
            ) : null}
          </span>
        </span>
        <span class="arrow" />
      </button>
    </li>
  );
}

// The status where it is one of a refusal: a user's no is a redirect.
function refusalOf({ http }: StoryMessage): string {
  const status = http.start.split(" ")[1] ?? "";
  return Number(status) < 400 ? "denied" : status;
}

const LEGS: Readonly<Record<StoryMessage["phase"], string>> = {
  register: "Registration",
  temporary: "Temporary credentials",
  authorize: "Authorization by the user",
  token: "Token credentials",
  use: "Calls of the API",
  revoke: "Connected apps",
  experiment: "Experiment",
  site: "",
};

// An arrow lies between two of the three lifelines, and points left or right.
const SPANS: Readonly<Record<string, string>> = {
  "consumer-user": "spans-left to-right",
  "user-consumer": "spans-left to-left",
  "user-provider": "spans-right to-right",
  "provider-user": "spans-right to-left",
  "consumer-provider": "spans-all to-right",
  "provider-consumer": "spans-all to-left",
};

function isElsewhere(provider: string, stage: Stage): boolean {
  return provider !== "" && provider !== stage.provider.id;
}
