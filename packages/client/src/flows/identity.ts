import type { Account } from "../description.js";
import type { Flow } from "../flow.js";
import type { TokenPair } from "../kept.js";
import { textAt } from "../path.js";
import type { StepOptions } from "../login/step.js";
import type { Session } from "../session.js";

/** A token that says whose it is. `A` is what calls are signed with, where that is not any token, but that of a live session. */
export interface Identity<R = unknown, A extends Account | TokenPair = Account | TokenPair> {
  /** Asks the API who is signed in. */
  readonly identify: (account: A, options?: StepOptions) => Promise<IdentityAnswer<R>>;
}

/** Who is signed in: what the API says, and what every app wants of it. */
export interface IdentityAnswer<R = unknown> {
  /** The same for as long as the account exists. */
  readonly id?: string;
  readonly username?: string;
  readonly answer: R;
}

/** The operation that tells who is signed in, and the paths through its answer. */
export interface IdentityDescription<P extends string, R> {
  readonly operation: {
    (session: Session<P>, params?: undefined, options?: StepOptions): Promise<R>;
    readonly description: { readonly provider: P };
  };
  readonly id?: string;
  readonly username?: string;
}

/**
 * Makes one of the provider's operations the answer to who is signed in. Rejects with a `CallError` as the operation does.
 *
 * @example
 * const getMe = operation({ provider: "photos", method: "GET", path: "/me", result: "json" });
 * identity({ operation: getMe, id: "data.id", username: "data.username" }).urls; // => []
 */
export function identity<P extends string, R>({
  operation,
  id: idAt,
  username: usernameAt,
}: IdentityDescription<P, R>): Flow<Identity<R>> {
  const { provider } = operation.description;
  return {
    urls: [],
    attach: ({ session }) => ({
      async identify(account, options) {
        const answer = await operation({ ...session(account), provider }, undefined, options);
        const id = idAt === undefined ? undefined : textAt(answer, idAt);
        const username = usernameAt === undefined ? undefined : textAt(answer, usernameAt);
        return {
          ...(id !== undefined && { id }),
          ...(username !== undefined && { username }),
          answer,
        };
      },
    }),
  };
}
