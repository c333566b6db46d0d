import { diagnose } from "@oauth1/core/diagnose";
import { METHODS } from "../shared/methods.js";
import type { Question } from "./case.js";
import type { Answer } from "./run.js";

// A search tries thousands of signatures, which would hold the page up.
addEventListener("message", ({ data }: MessageEvent<Question>) => {
  void answer(data).then((found) => postMessage(found));
});

async function answer(question: Question): Promise<Answer> {
  try {
    const methods = METHODS.map(({ method }) => method);
    return { ok: true, diagnosis: await diagnose({ ...question, methods }) };
  } catch (error) {
    return { ok: false, problem: error instanceof Error ? error.message : String(error) };
  }
}
