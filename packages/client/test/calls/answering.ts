import { headerValues, parseAuthorization, type RequestParts } from "@oauth1/core";
import {
  operation,
  type Operation,
  type OperationDescription,
  type RetryNotice,
} from "@oauth1/client";
import type { Answer } from "../photos.js";
import { open, type Scene, type SceneOptions } from "./scene.js";

export function described(
  more: Partial<OperationDescription<"photos">> = {},
): Operation<"photos", object, unknown> {
  return operation({ provider: "photos", method: "GET", path: "/x", result: "json", ...more });
}

export const get: Operation<"photos", object, unknown> = described();

/** What a provider says of a timestamp that is too old. */
export const LATE = "oauth_problem=timestamp_refused";

/** A scene whose answers come one after the other, the last one forever, and whose waits take no time. */
export async function answering(
  answers: readonly Answer[],
  options: SceneOptions = {},
): Promise<Scene & { readonly waits: number[]; readonly notices: RetryNotice[] }> {
  const waits: number[] = [];
  const notices: RetryNotice[] = [];
  let at = 0;
  const scene = await open(() => answers[Math.min(at++, answers.length - 1)] ?? "{}", {
    onRetry: (notice) => notices.push(notice),
    ...options,
    retry: options.retry ?? {
      wait: async (milliseconds) => void waits.push(milliseconds),
      random: () => 0.5,
    },
  });
  return { ...scene, waits, notices };
}

/** A protocol parameter of a request, as it was sent. */
export function protocol({ headers }: RequestParts, wanted: string): string | undefined {
  const parsed = parseAuthorization(headerValues(headers, "authorization")[0] ?? "");
  const parameters = parsed?.ok === true ? parsed.parameters : [];
  return parameters.find(([name]) => name === wanted)?.[1];
}
