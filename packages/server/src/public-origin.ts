import { receivedTarget } from "@oauth1/core";
import { isLoopback } from "./loopback.js";

/** Where a request says it was sent to. */
export interface Address {
  /** As in a Host header. */
  readonly host: string;
  /** `http` or `https`. */
  readonly scheme: string;
  /** Whether the scheme is the public one for certain; otherwise TLS may have ended before it got here. */
  readonly exact?: boolean;
}

/**
 * Finds which of these public origins a request was sent to, and never another one. Where http and https share a host,
 * the scheme decides between them.
 *
 * @example
 * const find = originFinder(["https://photos.example.net"]);
 * find({ host: "Photos.example.net:443", scheme: "http" }); // => "https://photos.example.net"
 * find({ host: "photos.example.net", scheme: "http", exact: true }); // => undefined
 * find({ host: "evil.example", scheme: "https" }); // => undefined
 */
export function originFinder(origins: readonly string[]): (address: Address) => string | undefined {
  const byName = new Map(origins.map((origin) => [canonical(origin), origin]));
  return ({ host, scheme, exact = false }) => {
    const usual = byName.get(`${scheme}://${host}`);
    if (usual !== undefined || !/^[^\s,/?#@\\]+$/.test(host)) return usual;
    const other = scheme === "https" ? "http" : "https";
    const named = byName.get(canonical(`${scheme}://${host}`));
    return named ?? (exact ? undefined : byName.get(canonical(`${other}://${host}`)));
  };
}

/**
 * Finds out about a URL whether it is behind one of these public origins, and whether somebody on the way there can read
 * what is sent; `undefined` for a URL anywhere else.
 *
 * @example
 * const exposure = exposureFinder(["https://photos.example.net", "http://photos.example.net"]);
 * exposure("https://Photos.example.net:443/photos"); // => "closed"
 * exposure("http://photos.example.net/photos"); // => "open"
 * exposure("https://photos.example.net.evil.example/"); // => undefined
 */
export function exposureFinder(origins: readonly string[]): (url: string) => Exposure | undefined {
  const known = origins.map((origin) => [origin, exposureOf(origin)] as const);
  const byOrigin = new Map<string | undefined, Exposure>(known);
  return (url) => {
    // As the adapters have put it together.
    for (const [origin, exposure] of known) {
      if (url.startsWith(origin) && url[origin.length] === "/") return exposure;
    }
    return byOrigin.get(canonical(url));
  };
}

/** `closed` where TLS, or the machine itself, keeps what is sent from whoever reads along. */
export type Exposure = "closed" | "open";

function exposureOf(origin: string): Exposure {
  const target = receivedTarget(origin);
  const isClosed = target !== undefined && (target.scheme === "https" || isLoopback(target));
  return isClosed ? "closed" : "open";
}

function canonical(url: string): string | undefined {
  const target = receivedTarget(url);
  return target && `${target.scheme}://${target.host}`;
}
