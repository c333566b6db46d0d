import { formText, type FormFields } from "./answer.js";

/** Decides, at once, whether a consumer that has registered these callbacks may name that one. */
export type CallbackRule = (callback: string, registered: readonly string[]) => boolean;

/**
 * The default rule: exactly one of the registered callbacks, `oob` included. One that is registered as
 * `http://127.0.0.1/path` or `http://[::1]/path`, without a port, may come with any (RFC 8252 section 7.3).
 *
 * @example
 * registeredCallback("https://a.example/cb", ["https://a.example/cb"]); // => true
 * registeredCallback("https://a.example/cb/", ["https://a.example/cb"]); // => false
 * registeredCallback("http://127.0.0.1:4711/cb", ["http://127.0.0.1/cb"]); // => true
 */
export function registeredCallback(callback: string, registered: readonly string[]): boolean {
  if (registered.includes(callback)) return true;
  return LOOPBACK.some((origin) => {
    const rest = afterPort(callback, origin);
    return rest !== undefined && registered.includes(`${origin}${rest}`);
  });
}

/**
 * What makes a callback unsafe, as a sentence; `undefined` when it is `oob` or an absolute URL that a browser
 * and this server read alike.
 *
 * @example
 * callbackFlaw("https://a.example/cb?x=1"); // => undefined
 * callbackFlaw("https://me@a.example/"); // => "The callback names a user."
 */
export function callbackFlaw(callback: string): string | undefined {
  if (callback === "oob") return undefined;
  if (!/^[!-~]*$/.test(callback)) return "The callback holds a character that a URL does not.";
  if (callback.includes("\\")) return "The callback holds a backslash.";
  if (callback.includes("#")) return "The callback has a fragment.";
  // Without its slashes a browser that is on http takes `http:host` for a path.
  const isRelative = /^https?:(?!\/\/[^/])/i.test(callback);
  if (isRelative || !URL.canParse(callback)) return "The callback is not an absolute URL.";
  const { protocol, username, password } = new URL(callback);
  if (username !== "" || password !== "") return "The callback names a user.";
  return REFUSED_SCHEMES.has(protocol)
    ? `A callback cannot have the scheme ${protocol.slice(0, -1)}.`
    : undefined;
}

/**
 * A callback with further parameters behind those that it has (RFC 5849 section 2.2).
 *
 * @example
 * callbackWith("http://a.example/cb?x=1", [["oauth_verifier", "a b"]]); // => "http://a.example/cb?x=1&oauth_verifier=a%20b"
 */
export function callbackWith(callback: string, fields: FormFields): string {
  const joint = !callback.includes("?") ? "?" : /[?&]$/.test(callback) ? "" : "&";
  return `${callback}${joint}${formText(fields)}`;
}

const LOOPBACK = ["http://127.0.0.1", "http://[::1]"] as const;

// These run or read something on the user's device instead of going anywhere.
const REFUSED_SCHEMES: ReadonlySet<string> = new Set([
  "about:",
  "blob:",
  "data:",
  "file:",
  "filesystem:",
  "javascript:",
  "vbscript:",
]);

// Path and query of a URL that starts with this origin, whatever its port.
function afterPort(url: string, origin: string): string | undefined {
  if (!url.startsWith(origin)) return undefined;
  const rest = url.slice(origin.length).replace(/^:[0-9]{1,5}/, "");
  return rest === "" || rest.startsWith("/") || rest.startsWith("?") ? rest : undefined;
}
