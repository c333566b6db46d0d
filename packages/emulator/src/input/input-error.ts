/** Text that is no request, or not the one that it looks like. The message says where, and the mend. */
export class InputError extends Error {
  override readonly name = "InputError";
}
