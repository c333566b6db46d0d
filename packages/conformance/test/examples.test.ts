import { describe, expect, it } from "vitest";
import { collectExamples, examplePath, isExecuted, typeErrors } from "../../../scripts/examples.js";

const all = collectExamples();

describe("examples of doc comments and READMEs", () => {
  it.each(all.map((example, index) => ({ ...example, index })).filter(isExecuted))(
    "$title yields what it says",
    async ({ index }) => {
      await import(/* @vite-ignore */ examplePath(index));
    },
  );

  it("of the READMEs type-check", () => {
    expect(typeErrors(all.filter(({ source }) => source === "readme"))).toEqual([]);
  });
});
