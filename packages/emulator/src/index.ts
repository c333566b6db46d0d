/** Any OAuth 1.0a provider, from its descriptor, on 127.0.0.1. */
export type { AppRegistration, RegisteredApp } from "./apps.js";
export type { HiddenSecret } from "./emulation.js";
export { startEmulator, type Emulator, type EmulatorOptions } from "./emulator.js";
export { FAULTS, type FaultName, type FaultOptions } from "./faults.js";
export type { HeardMessage, HeardRoute } from "./heard.js";
export type { Push, Pushed } from "./flows/pushed-login.js";
export type { IssuedToken } from "./issued-token.js";
export type { TenantVariables } from "./tenants.js";
export type { Decided } from "./user.js";
export type { WireMessage } from "./wire.js";
