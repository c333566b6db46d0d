/** What a command ends with. The last one is EX_SOFTWARE of sysexits.h. */
export const EXIT = { fine: 0, no: 1, usage: 2, internal: 70 } as const;

/** Fine, the answer is no, wrong usage, or a mistake of ours. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What whoever typed the command can mend. The message says how. */
export class UsageError extends Error {}

/** Whoever was asked has had enough. */
export class Interrupted extends UsageError {}

/** The answer is no: something was understood, and refused or not found. */
export class Refusal extends Error {
  readonly code: string;
  readonly details: readonly string[];

  constructor(code: string, message: string, details: readonly string[] = []) {
    super(message);
    this.code = code;
    this.details = details;
  }
}

/** A failure as it is told. */
export interface Failure {
  readonly exit: ExitCode;
  readonly code: string;
  readonly message: string;
  /** What else whoever reads it may want to know, a line each. */
  readonly details: readonly string[];
  /** The status of the answer, where one came. */
  readonly status?: number;
}

/**
 * Tells a failure by what it is: wrong usage, a refusal, or a mistake of ours. A stack trace is told only where somebody
 * has asked for it with OAUTH1_DEBUG.
 *
 * @example
 * failureOf(new UsageError("--port is a number.")); // => { exit: 2, code: "usage", message: "--port is a number.", details: [] }
 */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return internal(String(error), []);
  const { message, name, stack = "" } = error;
  const code = codeOf(error);
  if (error instanceof UsageError || name === REFUSED_INPUT) {
    return { exit: EXIT.usage, code: "usage", message, details: [] };
  }
  if (error instanceof Refusal) return { exit: EXIT.no, code, message, details: error.details };
  if (REFUSALS.has(name)) return refusalOf(error, code);
  if ("syscall" in error) {
    const exit = MENDABLE.has(code) ? EXIT.usage : EXIT.internal;
    return { exit, code, message, details: [] };
  }
  return internal(message, process.env["OAUTH1_DEBUG"] === undefined ? [] : [stack]);
}

/**
 * Runs what takes from the user what it was given: its TypeError says what is wrong with that, and how to mend it.
 *
 * @example
 * const error = await asked(() => new URL("/me")).catch((reason) => reason);
 * error instanceof UsageError; // => true
 */
export async function asked<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(inFlags(error.message));
    throw error;
  }
}

/**
 * The code of an error, such as ENOENT; `internal` where it has none.
 *
 * @example
 * codeOf(Object.assign(new Error("no such file"), { code: "ENOENT" })); // => "ENOENT"
 */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error) || !("code" in error)) return "internal";
  return typeof error.code === "string" ? error.code : "internal";
}

/**
 * Why a connection failed, in words for people. What OpenSSL says of a server that answers in plain text is none of them.
 *
 * @example
 * reasonOf(new Error("connect ECONNREFUSED 127.0.0.1:1")); // => "connect ECONNREFUSED 127.0.0.1:1"
 */
export function reasonOf(error: Error): string {
  return PLAIN.has(codeOf(error))
    ? "the server does not speak TLS there (http:// in place of https:// reaches it, if that is meant)"
    : error.message.trimEnd();
}

/** The first bytes of plain text are taken for a version, or for a length. */
const PLAIN: ReadonlySet<string> = new Set([
  "ERR_SSL_PACKET_LENGTH_TOO_LONG",
  "ERR_SSL_WRONG_VERSION_NUMBER",
]);

/** The generator's error for what it was given and cannot work with, by name, so that telling it does not load the generator. */
const REFUSED_INPUT = "RefusedError";

/** The client's errors, by name, so that telling them does not load the client. */
const REFUSALS: ReadonlySet<string> = new Set(["LoginError", "CallError"]);

/** What is wrong with a file or a folder that whoever typed the command has named. */
const MENDABLE: ReadonlySet<string> = new Set([
  ...["EACCES", "EEXIST", "EISDIR", "ELOOP", "ENAMETOOLONG", "ENOENT", "ENOTDIR", "EPERM", "EROFS"],
  "ERR_FS_EISDIR",
]);

// Client and emulator speak to programmers; whoever is at a terminal has flags in place of their options.
function inFlags(message: string): string {
  return message
    .replace("add it to the client's option `origins`", "say so with --allow-origin")
    .replace("an origin in the client's option `origins`", "an origin of --allow-origin")
    .replace("or is not in `originMap`", "or is not emulated")
    .replace(/^calledBy is /, "--called-by is ")
    .replace(/^origin is /, "--origin is ");
}

function refusalOf(error: Error, code: string): Failure {
  const status = "status" in error && typeof error.status === "number" ? error.status : undefined;
  const told = { exit: EXIT.no, code, message: error.message, details: answerOf(error) };
  return status === undefined ? told : { ...told, status };
}

function internal(message: string, stack: readonly string[]): Failure {
  const details = [
    "This is a mistake of oauth1 itself. OAUTH1_DEBUG=1 shows where, for a report.",
    ...stack,
  ];
  return { exit: EXIT.internal, code: "internal", message, details };
}

// What the provider has said; the client has blanked out what is secret.
function answerOf(error: Error): readonly string[] {
  const text = (name: string, value: unknown): readonly string[] =>
    typeof value === "string" && value !== "" ? [`${name}: ${value.slice(0, 2000)}`] : [];
  return [
    ...("status" in error && error.status !== undefined ? [`status: ${String(error.status)}`] : []),
    ...("oauthProblem" in error ? text("oauth_problem", error.oauthProblem) : []),
    ...("body" in error ? text("answer", error.body) : []),
    ...("cause" in error && error.cause instanceof Error ? causes(error.cause) : []),
  ];
}

function causes(cause: Error): readonly string[] {
  const inner = cause.cause instanceof Error ? causes(cause.cause) : [];
  return [`because: ${reasonOf(cause)}`, ...inner];
}
