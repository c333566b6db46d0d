import { connect } from "node:net";
import { CONNECTIONS, TARGET, type Load } from "./sender.js";

/** Sends requests over keep-alive connections, the next one when the last one is answered, for so many seconds. */
export async function sendFor(
  origin: string,
  headers: readonly string[],
  seconds: number,
): Promise<Load> {
  const { host, port } = new URL(origin);
  const head = `GET ${TARGET} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: `;
  const counts = { answered: 0, refused: 0, sent: 0 };
  const started = performance.now();
  const until = started + seconds * 1000;
  const next = (): string | undefined => {
    if (performance.now() > until) return undefined;
    counts.sent += 1;
    return `${head}${headers[counts.sent % headers.length]}\r\n\r\n`;
  };
  const heard = (answer: string): void => {
    counts.answered += 1;
    if (!answer.startsWith("HTTP/1.1 200")) counts.refused += 1;
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, () => converse(Number(port), next, heard)));
  const took = (performance.now() - started) / 1000;
  const { answered, refused } = counts;
  return { perSecond: answered / took, answered, refused };
}

function converse(
  port: number,
  next: () => string | undefined,
  heard: (answer: string) => void,
): Promise<void> {
  const socket = connect(port, "127.0.0.1");
  let received = "";
  const ask = (): void => {
    const request = next();
    if (request === undefined) socket.destroy();
    else socket.write(request);
  };
  socket.setEncoding("latin1");
  socket.on("connect", ask);
  socket.on("data", (text: string) => {
    received += text;
    const end = endOf(received);
    if (end === undefined) return;
    heard(received);
    received = received.slice(end);
    ask();
  });
  return new Promise((resolve, reject) => {
    socket.on("error", reject);
    socket.on("close", () => resolve());
  });
}

// The servers of this benchmark say how long their answers are, or end a chunked one at once.
function endOf(text: string): number | undefined {
  const split = text.indexOf("\r\n\r\n");
  if (split < 0) return undefined;
  const length = /content-length: (\d+)/i.exec(text.slice(0, split))?.[1];
  if (length !== undefined) {
    const end = split + 4 + Number(length);
    return text.length < end ? undefined : end;
  }
  const last = text.indexOf("0\r\n\r\n", split + 4);
  return last < 0 ? undefined : last + 5;
}
