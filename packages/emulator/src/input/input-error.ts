/** Text that is no request, or not the one that it looks like. The message says where, and the mend. */
export class InputError extends Error {
  override readonly name = "InputError";
}

/** How a text begins, for a message: what stands behind a name may be a secret. */
export function beginning(text: string): string {
  const [word = ""] = /^[^\s=:;"'&]{0,30}/.exec(text.trimStart()) ?? [];
  return JSON.stringify(word === text.trim() ? word : `${word}\u2026`);
}
