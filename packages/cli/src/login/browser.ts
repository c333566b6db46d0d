import { spawn } from "node:child_process";

/** Opens a URL in the user's browser, or in the program that BROWSER names. What goes wrong there is not told: the URL is shown too. */
export function openBrowser(url: string): void {
  const { BROWSER = "" } = process.env;
  const [command, ...args] =
    BROWSER === "" ? (OPENERS.get(process.platform) ?? ["xdg-open"]) : [BROWSER];
  if (command === undefined) return;
  const child = spawn(command, [...args, url], { stdio: "ignore", detached: true });
  child.on("error", () => undefined);
  child.unref();
}

// No shell on the way, which would read the & of a URL.
const OPENERS: ReadonlyMap<string, readonly string[]> = new Map([
  ["darwin", ["open"]],
  ["win32", ["rundll32", "url.dll,FileProtocolHandler"]],
]);
