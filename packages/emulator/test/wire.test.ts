import fc from "fast-check";
import { expect, it } from "vitest";
import { listener, type WireMessage } from "../src/wire.js";

const REQUESTS = [
  "GET /a HTTP/1.1\r\nHost: a.example\r\n\r\n",
  "POST /b HTTP/1.1\r\nContent-Length: 5\r\n\r\nx\r\n\r\n\r\n",
  "HEAD /c HTTP/1.1\r\n\r\n",
  "GET /d HTTP/1.1\r\n\r\n",
  "PUT /e HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n",
].join("");

const RESPONSES = [
  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n\u00e4\u00f6\r\n0\r\n\r\n",
  "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\ncontent-length: 0\r\n\r\n",
  "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n",
  "HTTP/1.1 204 No Content\r\nContent-Length: 7\r\n\r\n",
  "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nSet-Cookie: a\r\nSet-Cookie: b\r\n\r\nok",
].join("");

function heardFrom(request: Uint8Array[], response: Uint8Array[]) {
  const heard: (readonly [start: string, body: string, answers: string | undefined])[] = [];
  const text = ({ body }: WireMessage): string => new TextDecoder().decode(body);
  const ears = listener(({ message, answers }) => {
    heard.push([message.start, text(message), answers?.start]);
  });
  request.forEach(ears.request);
  response.forEach(ears.response);
  return heard;
}

function pieces(text: string, cuts: readonly number[]): Uint8Array[] {
  const bytes = new TextEncoder().encode(text);
  const places = [...new Set([0, ...cuts.map((cut) => cut % bytes.length), bytes.length])];
  const sorted = places.sort((a, b) => a - b);
  return sorted.slice(1).map((end, at) => bytes.subarray(sorted[at], end));
}

it("hears the same messages however the bytes arrive", () => {
  const cuts = fc.array(fc.nat(1000), { maxLength: 20 });
  fc.assert(
    fc.property(cuts, cuts, (ofRequests, ofResponses) => {
      expect(heardFrom(pieces(REQUESTS, ofRequests), pieces(RESPONSES, ofResponses))).toEqual([
        ["GET /a HTTP/1.1", "", undefined],
        ["POST /b HTTP/1.1", "x\r\n\r\n", undefined],
        ["HEAD /c HTTP/1.1", "", undefined],
        ["GET /d HTTP/1.1", "", undefined],
        ["PUT /e HTTP/1.1", "abcde", undefined],
        ["HTTP/1.1 200 OK", "\u00e4\u00f6", "GET /a HTTP/1.1"],
        ["HTTP/1.1 201 Created", "", "POST /b HTTP/1.1"],
        ["HTTP/1.1 200 OK", "", "HEAD /c HTTP/1.1"],
        ["HTTP/1.1 204 No Content", "", "GET /d HTTP/1.1"],
        ["HTTP/1.1 200 OK", "ok", "PUT /e HTTP/1.1"],
      ]);
    }),
  );
});

/** What frames no message, and what the server behind a relay refuses only after it was heard. */
const UNFRAMED = [
  "POST /f HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
  "POST /f HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nabc\r\n",
  "POST /f HTTP/1.1\r\nContent-Length: abc\r\n\r\nxyz",
  "POST /f HTTP/1.1\r\nContent-Length: -60\r\n\r\nxyz",
];

it.each(UNFRAMED)("hears what came before bytes that are no message, and ends: %j", (bytes) => {
  expect(heardFrom(pieces(REQUESTS + bytes + REQUESTS, []), [])).toHaveLength(5);
});

it("takes in a large body in time that grows with its size alone", () => {
  const size = 32 * 2 ** 20;
  const parts = Array.from({ length: size / 2 ** 14 }, () => new Uint8Array(2 ** 14));
  const began = process.cpuUsage();
  const head = new TextEncoder().encode(`PUT /g HTTP/1.1\r\nContent-Length: ${size}\r\n\r\n`);
  const lengths: number[] = [];
  const { request } = listener(({ message }) => lengths.push(message.body.length));
  [head, ...parts].forEach(request);
  expect(lengths).toEqual([size]);
  expect(process.cpuUsage(began).user).toBeLessThan(3_000_000);
});

it("leaves out the trailers of a body in chunks", () => {
  const chunks = "PUT /h HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nX: y\r\n\r\n";
  expect(heardFrom(pieces(chunks + chunks, []), [])).toEqual([
    ["PUT /h HTTP/1.1", "a", undefined],
    ["PUT /h HTTP/1.1", "a", undefined],
  ]);
});
