// Runs a command with the settings of .env, and while there are no keys in it, with an emulated provider beside it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { CALLBACK, KEYS, NAME, REGISTRATION } from "./src/provider.ts";
import { setting } from "./src/settings.ts";

if (existsSync(".env")) process.loadEnvFile(".env");
const app = setting("APP_URL");
// Its pages are at the top of a host, and are compared letter by letter.
if (!URL.canParse(app) || new URL(app).origin !== app) {
  console.error(
    `APP_URL in .env is ${app}: write it like http://127.0.0.1:3000, and nothing behind it.`,
  );
  process.exit(1);
}
// Where the address has no port, something before the app passes requests on, to the port that it says.
const port = new URL(app).port || (process.env.PORT ?? "80");
const env: Record<string, string> = { APP_URL: app, PORT: port };
if (await isTaken(new URL(app).hostname, Number(env.PORT))) {
  console.error(`${app} is taken by another program: end that, or set another APP_URL in .env.`);
  process.exit(1);
}
const missing = KEYS.filter((name) => (process.env[name] ?? "") === "");

if (missing.length === KEYS.length) {
  const { emulate } = await import("./emulator/emulate.ts");
  const emulated = await emulate(`${app}/callback`);
  Object.assign(env, emulated.env);
  const callback = CALLBACK === "" ? "" : `, with the callback ${app}${CALLBACK}`;
  console.log(`${NAME} is emulated at ${emulated.emulator.origin}, where any name signs in.`);
  console.log(`Set ${KEYS.join(", ")} in .env to use the real one.`);
  console.log(`Register your app at ${REGISTRATION}${callback}.`);
} else if (missing.length > 0) {
  console.error(`${missing.join(", ")} is missing in .env.`);
  process.exit(1);
}
console.log(`The app is at ${app}`);

const child = spawn(process.argv[2] ?? "", process.argv.slice(3).flatMap(filledIn), {
  env: { ...process.env, ...env },
  shell: process.platform === "win32",
  stdio: "inherit",
});
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
child.on("exit", (code) => process.exit(code ?? 0));

async function isTaken(hostname: string, port: number): Promise<boolean> {
  const server = createServer().listen(port, hostname);
  try {
    await once(server, "listening");
    return false;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EADDRINUSE";
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

// Not every server reads PORT, or sees the variables of its process.
function filledIn(argument: string): string[] {
  if (argument === "PORT") return [env.PORT ?? ""];
  if (argument !== "VARS") return [argument];
  return Object.entries(env).flatMap(([name, value]) => ["--var", `${name}:${value}`]);
}
