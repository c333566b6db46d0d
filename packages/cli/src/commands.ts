import type { Command } from "commander";
import type { ExitCode } from "./failure.js";

/** What the file of a command exports. */
export interface CommandFile {
  /** Adds arguments, options, and an action that says what the program ends with. */
  readonly declare: (command: Command, end: End) => void;
}

/** Takes what the program ends with. */
export type End = (code: ExitCode) => void;

/** A command as `--help` lists it; its file is loaded when it is used. */
export interface ListedCommand {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<CommandFile>;
}

/** Every command, in the order of the help. */
export const COMMANDS: readonly ListedCommand[] = [
  {
    name: "login",
    summary: "log in with a provider and keep the token in a profile",
    load: () => import("./commands/login.js"),
  },
  {
    name: "logout",
    summary: "revoke a token where the provider can, and remove its profile",
    load: () => import("./commands/logout.js"),
  },
  {
    name: "renew",
    summary: "renew a token where the provider can",
    load: () => import("./commands/renew.js"),
  },
  {
    name: "request",
    summary: "send a signed request, or call a described operation",
    load: () => import("./commands/request.js"),
  },
  {
    name: "profiles",
    summary: "list the profiles, or remove one",
    load: () => import("./commands/profiles.js"),
  },
  { name: "sign", summary: "sign a request", load: () => import("./commands/sign.js") },
  {
    name: "verify",
    summary: "check the signature of a request",
    load: () => import("./commands/verify.js"),
  },
  {
    name: "explain",
    summary: "show how the base string of a request comes about",
    load: () => import("./commands/explain.js"),
  },
  {
    name: "diagnose",
    summary: "say why a signature was refused",
    load: () => import("./commands/diagnose.js"),
  },
  {
    name: "providers",
    summary: "list, show and validate descriptors",
    load: () => import("./commands/providers.js"),
  },
  {
    name: "emulate",
    summary: "run a provider on this machine, from its descriptor",
    load: () => import("./commands/emulate.js"),
  },
  {
    name: "generate",
    summary: "make typed SDK packages of descriptors",
    load: () => import("./commands/generate.js"),
  },
  {
    name: "import",
    summary: "make a descriptor of an OpenAPI document",
    load: () => import("./commands/import.js"),
  },
  {
    name: "completion",
    summary: "print the completion script of a shell",
    load: () => import("./commands/completion.js"),
  },
];
