import { signSync } from "@oauth1/core";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runProcess } from "../process.js";
import { sendFor } from "./generator.js";
import type { Ready } from "./process.js";
import { CONNECTIONS, TARGET, type Load, type Sender } from "./sender.js";

/** How long one load lasts. */
export interface LoadOptions {
  readonly seconds: number;
  /** How many requests a second are made ready; a server that is faster gets some of them twice. */
  readonly perSecond: number;
}

/** Whether `wrk` is there; otherwise there is a generator of our own. */
export async function findSender(): Promise<{ readonly name: string; readonly send: Sender }> {
  // It has no way to be asked for its version that would end with 0.
  const { code, stdout } = await runProcess("wrk", ["--version"]);
  if (code === 127) return { name: "the built-in generator", send: sendFor };
  return { name: /wrk \S+/.exec(stdout)?.[0] ?? "wrk", send: sendByWrk };
}

/** Sends requests that are signed for this server, each with a nonce of its own. */
export async function load(
  { origin, consumer, token }: Ready,
  send: Sender,
  { seconds, perSecond }: LoadOptions,
): Promise<Load> {
  const url = `${origin}${TARGET}`;
  const headers = Array.from({ length: Math.ceil(seconds * perSecond) }, () => {
    return signSync({ method: "GET", url }, { consumer, token }).authorization ?? "";
  });
  return send(origin, headers, seconds);
}

async function sendByWrk(
  origin: string,
  headers: readonly string[],
  seconds: number,
): Promise<Load> {
  const folder = await mkdtemp(join(tmpdir(), "throughput-"));
  const script = join(folder, "requests.lua");
  const list = join(folder, "headers.txt");
  await writeFile(script, LUA);
  await writeFile(list, headers.join("\n"));
  const args = ["--threads=1", `--connections=${CONNECTIONS}`, `--duration=${seconds}s`];
  const call = [...args, `--script=${script}`, `${origin}${TARGET}`, "--", list];
  const { code, stdout, stderr } = await runProcess("wrk", call);
  await rm(folder, { recursive: true });
  const perSecond = /Requests\/sec:\s+([0-9.]+)/.exec(stdout)?.[1];
  const answered = /(\d+) requests in/.exec(stdout)?.[1] ?? "0";
  if (code !== 0 || perSecond === undefined) throw new Error(`wrk failed: ${stderr}${stdout}`);
  const refused = /Non-2xx or 3xx responses: (\d+)/.exec(stdout)?.[1] ?? "0";
  return { perSecond: Number(perSecond), answered: Number(answered), refused: Number(refused) };
}

// Everything is made ready before the first request is sent.
const LUA = `
local requests = {}
local at = 0
function init(args)
  for line in io.lines(args[1]) do
    requests[#requests + 1] = wrk.format("GET", nil, { ["Host"] = wrk.headers["Host"], ["Authorization"] = line })
  end
end
function request()
  at = at % #requests + 1
  return requests[at]
end
`;
