/** What a program that runs `oauth1` has to know. */
export { EXIT, type ExitCode } from "./failure.js";
export { VERSION } from "./version.js";
