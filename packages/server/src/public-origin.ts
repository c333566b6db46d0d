import { receivedTarget } from "@oauth1/core";

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

function canonical(origin: string): string | undefined {
  const target = receivedTarget(origin);
  return target && `${target.scheme}://${target.host}`;
}
