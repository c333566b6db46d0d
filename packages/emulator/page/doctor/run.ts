import type { Diagnosis } from "@oauth1/core/diagnose";
import type { Question } from "./case.js";

/** What the worker says: a diagnosis, or what is wrong with a key. */
export type Answer =
  | { readonly ok: true; readonly diagnosis: Diagnosis }
  | { readonly ok: false; readonly problem: string };

/** Diagnoses in another thread, one question after the other. */
export interface Surgery {
  readonly ask: (question: Question) => Promise<Answer>;
  readonly close: () => void;
}

/** Starts the thread, so that nothing has to be fetched once there are secrets in the page. */
export function openSurgery(): Surgery {
  const worker = new Worker(new URL("./diagnose-worker.ts", import.meta.url), { type: "module" });
  const waiting: ((answer: Answer) => void)[] = [];
  worker.onmessage = ({ data }: MessageEvent<Answer>): void => waiting.shift()?.(data);
  worker.onerror = (): void => {
    const problem = "The browser does not let this page search in a thread of its own.";
    for (const tell of waiting.splice(0)) tell({ ok: false, problem });
  };
  return {
    ask: (question) =>
      new Promise((resolve) => {
        waiting.push(resolve);
        worker.postMessage(question);
      }),
    close: () => worker.terminate(),
  };
}
