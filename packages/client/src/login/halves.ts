import type { Account } from "../description.js";
import type { FlowContext } from "../flow.js";
import { begin, type Beginning } from "./begin.js";
import { complete, type Completion } from "./complete.js";
import type { LoginDescription } from "./description.js";
import { discovered } from "./discovery.js";
import { within } from "./step.js";
import type { Begun } from "./temporary.js";

/** The two halves of a login, before and after the user's visit to the provider. */
export interface Halves {
  readonly begin: (beginning: Beginning) => Promise<Begun>;
  readonly complete: (completion: Completion) => Promise<Account>;
}

/** The halves of one client's login. */
export function halvesOf(description: LoginDescription, context: FlowContext): Halves {
  const described = discovered(description);
  return {
    async begin(beginning) {
      const own = within(context, beginning);
      return begin(await described(own), own, beginning);
    },
    async complete(completion) {
      const own = within(context, completion);
      return complete(await described(own), own, completion);
    },
  };
}
