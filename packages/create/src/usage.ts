/** A mistake of the person at the terminal, with the mend in its message. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
