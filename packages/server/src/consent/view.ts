import type { FormFields } from "../answer.js";
import type { PendingAuthorization } from "../authorization.js";

/** Who is logged in with a browser, as the application's login says. */
export interface Visitor {
  /** The id that grants are kept under. */
  readonly user: string;
  /** Any text that is this browser session's alone, such as its id; a form of another session is refused. */
  readonly session: string;
  /** What the page calls the user; the id by default. */
  readonly name?: string;
}

/** What every page knows. */
interface Page {
  /** Whose page it is. */
  readonly brand: string;
  /** Lets a `<style nonce="...">` of the page through the content security policy. */
  readonly nonce: string;
}

/** The question: who asks for what, and the form that answers it (RFC 5849 section 2.2). */
export interface QuestionView extends Page, PendingAuthorization {
  readonly page: "question";
  readonly user: { readonly id: string; readonly name: string };
  readonly form: ConsentForm;
  /** What was wrong with the answer before. */
  readonly mistake?: "decision_absent" | "scopes_absent";
}

/**
 * A form that the page takes: posted to `action` with these hidden fields, a field `scope` for each scope that is
 * allowed, and `decision`, which is `approve` or `deny`.
 */
export interface ConsentForm {
  readonly action: string;
  readonly fields: FormFields;
}

/** The verifier of a login without a callback, for the user to carry; empty for a consumer that takes none. */
export interface VerifierView extends Page, Pick<PendingAuthorization, "consumer"> {
  readonly page: "verifier";
  readonly verifier: string;
}

/** The end of a login without a callback that the user has denied. */
export interface DeniedView extends Page, Pick<PendingAuthorization, "consumer"> {
  readonly page: "denied";
}

/** What stands in the way of an answer. */
export interface ProblemView extends Page {
  readonly page: "problem";
  readonly problem: ConsentProblem;
}

/**
 * `token_rejected`: unknown, expired or decided already. `form_rejected`: not the form of this session. `unavailable`:
 * the store or the login has failed.
 */
export type ConsentProblem = "form_rejected" | "method_rejected" | "token_rejected" | "unavailable";

/** Everything that a consent page shows; `page` tells which it is. */
export type ConsentView = DeniedView | ProblemView | QuestionView | VerifierView;
