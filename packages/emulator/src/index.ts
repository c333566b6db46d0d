/** Any OAuth 1.0a provider, from its descriptor, on 127.0.0.1. */
export { startEmulator, type Emulator, type EmulatorOptions } from "./emulator.js";
