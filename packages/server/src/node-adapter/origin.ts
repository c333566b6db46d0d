import { originFinder } from "../public-origin.js";

/** Whether a peer is a proxy of one's own, by its IP address; the address is empty on a Unix socket. */
export type TrustProxy = (address: string) => boolean;

/** What of a request tells where it was sent. */
export interface Arriving {
  readonly rawHeaders: readonly string[];
  readonly socket: object & { readonly remoteAddress?: string | undefined };
}

/**
 * Finds which public origin a request from node:http or node:http2 was sent to. One host is named, by Host or
 * `:authority`, or there is no origin; the X-Forwarded-* of a trusted peer go before it, and no one else's are read.
 *
 * @example
 * const find = nodeOriginFinder(["https://photos.example.net"], () => true);
 * const rawHeaders = ["Host", "10.0.0.7", "X-Forwarded-Host", "photos.example.net", "X-Forwarded-Proto", "https"];
 * find({ rawHeaders, socket: { remoteAddress: "10.0.0.1" } }, "/"); // => "https://photos.example.net"
 * nodeOriginFinder(["https://photos.example.net"])({ rawHeaders, socket: {} }, "/"); // => undefined
 */
export function nodeOriginFinder(
  origins: readonly string[],
  trustProxy?: TrustProxy,
): (incoming: Arriving, target: string) => string | undefined {
  const find = originFinder(origins);
  return ({ rawHeaders, socket }, target) => {
    const host = namedHost(rawHeaders);
    if (host === undefined) return undefined;
    const scheme = "encrypted" in socket ? "https" : "http";
    const isTrusted = trustProxy?.(plainAddress(socket.remoteAddress)) === true;
    const origin = isTrusted
      ? find(forwarded(rawHeaders, { host, scheme }))
      : find({ host, scheme });
    const authority = /^https?:\/\/([^/?#]*)/i.exec(target)?.[1];
    if (authority === undefined) return origin;
    // What the target names goes before the Host header (RFC 9112 section 3.2.2): they have to agree.
    if (authority.toLowerCase() === host.toLowerCase()) return origin;
    const named = find({ host: authority, scheme });
    return named !== undefined && named === find({ host, scheme }) ? origin : undefined;
  };
}

/**
 * The host that a request names; `undefined` when it is none or more than one. HTTP/2 may name it twice, but not two hosts
 * (RFC 9113 section 8.3.1).
 *
 * @example
 * namedHost(["Host", "photos.example.net", ":authority", "photos.example.net"]); // => "photos.example.net"
 * namedHost(["Host", "photos.example.net", "Host", "evil.example"]); // => undefined
 */
export function namedHost(rawHeaders: readonly string[]): string | undefined {
  const hosts = valuesOf(rawHeaders, "host");
  const [named = hosts[0]] = valuesOf(rawHeaders, ":authority");
  return hosts.length > 1 || hosts.some((host) => host !== named) ? undefined : named;
}

// A proxy that appends to what the peer has sent leaves two values, of which the first is the peer's invention.
function forwarded(
  rawHeaders: readonly string[],
  direct: { readonly host: string; readonly scheme: string },
): { readonly host: string; readonly scheme: string; readonly exact: boolean } {
  const hosts = valuesOf(rawHeaders, "x-forwarded-host");
  const schemes = valuesOf(rawHeaders, "x-forwarded-proto");
  return {
    host: hosts.length > 1 ? "" : (hosts[0] ?? direct.host),
    scheme: schemes.length > 1 ? "" : (schemes[0] ?? direct.scheme),
    exact: schemes.length > 0,
  };
}

function valuesOf(rawHeaders: readonly string[], name: string): readonly string[] {
  const values: string[] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const field = rawHeaders[at] ?? "";
    if (field.length === name.length && field.toLowerCase() === name) {
      values.push(rawHeaders[at + 1] ?? "");
    }
  }
  return values;
}

// A socket that takes both families shows an IPv4 peer in IPv6 notation.
function plainAddress(address = ""): string {
  return address.replace(/^::ffff:(?=[0-9.]+$)/i, "");
}
