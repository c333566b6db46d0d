import { demandStatus, echoIn, type AdapterChecks } from "./world.js";

/** What an adapter does with the names that a request calls the server by. */
export const hostChecks: AdapterChecks = {
  async "a request to another host is answered with 421, also when it is signed for that host"({
    guarded,
    http2 = false,
    provider,
    send,
    signed,
  }) {
    const field = http2 ? ":authority" : "Host";
    const endpoint = provider.endpoints.temporaryCredentials.path;
    for (const target of [...guarded, endpoint]) {
      const origin = "http://evil.example";
      const { headers = [] } = await signed({ method: "POST", target }, { origin });
      const foreign = {
        method: "POST",
        target,
        headers: [...headers, [field, "evil.example"]] as const,
      };
      demandStatus(await send(foreign), [421], `evil.example${target}`);
    }
  },
  async "a host is one of the provider's in full, or none"({
    guarded: [target],
    http2 = false,
    origin,
    send,
    signed,
  }) {
    const { host, hostname } = new URL(origin);
    const field = http2 ? ":authority" : "Host";
    for (const other of [hostname, `${hostname}:1`, `x.${host}`, `${host}.x`, `a@${host}`]) {
      const { headers = [] } = await signed({ method: "GET", target });
      const message = { method: "GET", target, headers: [...headers, [field, other]] as const };
      // A framework may refuse what is no host at all before the adapter sees it.
      demandStatus(await send(message), [400, 421], other);
    }
  },
  async "what anybody has been forwarded for is not believed"({
    guarded: [target],
    origin,
    send,
    signed,
  }) {
    const forwarded = [
      ["X-Forwarded-Host", "evil.example"],
      ["X-Forwarded-Proto", "https"],
      ["Forwarded", "host=evil.example;proto=https"],
    ] as const;
    const own = await signed({ method: "GET", target, headers: forwarded });
    echoIn(await send(own), "a request to the server itself");
    for (const foreign of ["https://evil.example", origin.replace("http:", "https:")]) {
      const message = { method: "GET", target, headers: forwarded };
      const answer = await send(await signed(message, { origin: foreign }));
      demandStatus(answer, [401], `a request that is signed for ${foreign}`);
    }
  },
};
