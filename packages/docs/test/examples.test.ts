import { describe, expect, it } from "vitest";
import {
  collectAllExamples,
  examplePath,
  isExecuted,
  typeErrors,
} from "../../../scripts/examples.js";

const all = collectAllExamples().map((example, index) => ({ ...example, index }));
const pages = all.filter(({ source }) => source === "page");

describe("the TypeScript of the pages", () => {
  it("is found", () => {
    expect(pages.length).toBeGreaterThan(20);
  });

  it.each(pages.filter(isExecuted))("$title yields what it says", async ({ index }) => {
    await import(/* @vite-ignore */ examplePath(index));
  });

  it("type-checks", () => {
    expect(typeErrors(pages)).toEqual([]);
  }, 180_000);
});
