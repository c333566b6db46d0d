import { headerOf, statusOf } from "../wire.js";
import type { Phase } from "./contract.js";
import type { SiteExchange, Words } from "./exchange.js";
import type { Explanation } from "./explain-provider.js";

/** Tells what a message to or from the consumer's site is for. */
export function explainSite(exchange: SiteExchange): Explanation {
  const { visit, message, model } = exchange;
  const [, first = ""] = visit.path.split("/");
  const key = `${visit.request.method} /${first}`;
  const page = PAGES[key] ?? OTHER;
  const isRequest = message.kind === "request";
  const name = model?.name ?? "the provider";
  const [title, purpose] = isRequest ? page.ask(name) : answerWords(page, exchange, name);
  const other = key === PUSH ? "provider" : "user";
  return {
    ...(isRequest
      ? ({ from: other, to: "consumer" } as const)
      : ({ from: "consumer", to: other } as const)),
    title,
    purpose,
    phase: page.phase,
  };
}

/** A page of the site, and how to speak about it. */
interface Page {
  readonly phase: Phase;
  readonly ask: (provider: string) => Words;
  readonly answer: (provider: string) => Words;
}

const PUSH = "POST /callback";

function answerWords(page: Page, { message }: SiteExchange, provider: string): Words {
  if (statusOf(message) >= 400)
    return ["It did not work", "The consumer tells the user so, and keeps nothing of it."];
  const location = headerOf(message, "location");
  if (location !== undefined && /^https?:/.test(location))
    return [
      `On to ${provider}`,
      "The consumer sends the browser to the provider's authorization page, with the temporary token (RFC 5849 section 2.2).",
    ];
  return page.answer(provider);
}

const PAGES: Readonly<Record<string, Page>> = {
  "GET /": {
    phase: "site",
    ask: () => ["Open the consumer's site", "A site of its own, with accounts of its own."],
    answer: () => ["The first page", "What is linked, and what can be."],
  },
  "POST /signin": {
    phase: "site",
    ask: () => ["Sign in at the consumer", "This account has nothing to do with any provider."],
    answer: () => ["Signed in", "The browser has a session of the site."],
  },
  "POST /signout": {
    phase: "site",
    ask: () => ["Sign out at the consumer", "The permission at the provider stays as it is."],
    answer: () => ["Signed out", "The session is over, the linked accounts are kept."],
  },
  "POST /link": {
    phase: "site",
    ask: (name) => [`Link ${name}`, "The user wants the consumer to use an account there."],
    answer: () => ["The login has begun", "The consumer has temporary credentials."],
  },
  "GET /callback": {
    phase: "authorize",
    ask: (name) => [
      `Come back from ${name}`,
      "The browser brings what the provider gave it to the callback (RFC 5849 section 2.2).",
    ],
    answer: (name) => [
      `${name} is linked`,
      "The consumer keeps the token credentials of this user.",
    ],
  },
  [PUSH]: {
    phase: "authorize",
    ask: () => [
      "Push a verifier to the consumer",
      "The provider begins the login: no user visits a page.",
    ],
    answer: () => ["Taken", "The consumer will use the verifier."],
  },
  "POST /verifier": {
    phase: "authorize",
    ask: () => ["Type the PIN", "The user carries the verifier by hand (RFC 5849 section 2.2)."],
    answer: (name) => [
      `${name} is linked`,
      "The consumer keeps the token credentials of this user.",
    ],
  },
  "POST /program": {
    phase: "authorize",
    ask: () => ["Let the program say yes", "The user's own program calls the provider."],
    answer: (name) => [
      `${name} is linked`,
      "The consumer keeps the token credentials of this user.",
    ],
  },
  "POST /password": {
    phase: "authorize",
    ask: () => [
      "Type name and password",
      "The consumer sees the password: this is what the three legs spare the user.",
    ],
    answer: (name) => [
      `${name} is linked`,
      "The consumer keeps the token, and forgets the password.",
    ],
  },
  "POST /token": {
    phase: "authorize",
    ask: () => ["Paste the token", "The user carries the token credentials by hand."],
    answer: (name) => [
      `${name} is linked`,
      "The consumer keeps the token credentials of this user.",
    ],
  },
  "POST /finish": {
    phase: "authorize",
    ask: () => [
      "Finish linking",
      "The consumer has a verifier, and gets token credentials for it.",
    ],
    answer: (name) => [
      `${name} is linked`,
      "The consumer keeps the token credentials of this user.",
    ],
  },
  "POST /use": {
    phase: "use",
    ask: () => ["Print photos", "The user asks for something that the consumer gets from the API."],
    answer: () => ["What the API has said", "The user never sees a key."],
  },
  "POST /unlink": {
    phase: "revoke",
    ask: (name) => [`Unlink ${name}`, "The consumer is to forget the token credentials."],
    answer: () => ["Unlinked", "The consumer has forgotten them."],
  },
};

const OTHER: Page = {
  phase: "site",
  ask: () => ["Ask for something that is not there", "The site has no such page."],
  answer: () => ["An answer", "Nothing that the story is about."],
};
