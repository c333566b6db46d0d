import type { Account } from "../description.js";
import type { FlowContext } from "../flow.js";
import { begin, type Beginning } from "./begin.js";
import { complete, type Completion } from "./complete.js";
import type { LoginDescription } from "./description.js";
import { discovered } from "./discovery.js";
import type { Begun } from "./temporary.js";

/** The two halves of a login, before and after the user's visit to the provider. */
export interface Halves {
  readonly begin: (beginning: Beginning) => Promise<Begun>;
  readonly complete: (completion: Completion) => Promise<Account>;
}

/** The halves of one client's login. */
export function halvesOf(description: LoginDescription, context: FlowContext): Halves {
  const described = discovered(description, context);
  return {
    begin: async (beginning) => begin(await described(), context, beginning),
    complete: async (completion) => complete(await described(), context, completion),
  };
}
