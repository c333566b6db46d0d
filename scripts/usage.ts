/**
 * Reads a command's arguments. Where they cannot be read, it says what is wrong and how the command is used, and ends the
 * process with 2: a typo is no reason for a stack trace.
 */
export function orUsage<T>(read: () => T, usage: string): T {
  try {
    return read();
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\nUsage: ${usage}`);
    return process.exit(2);
  }
}
