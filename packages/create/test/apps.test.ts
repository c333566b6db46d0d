import { join } from "node:path";
import type { TestContext } from "node:test";
import { afterAll, describe, it, onTestFinished, vi } from "vitest";
import { supplies } from "./fixtures/supplies.js";
import { openWorkshop } from "./fixtures/workshop.js";

// The apps' own tests are for node:test; to run them in this process spares one for each.
vi.mock("node:test", async () => {
  const { mock } = await vi.importActual<Pick<TestContext, "mock">>("node:test");
  return {
    test: (title: string, run: (context: object) => Promise<void>) =>
      it(title, () => {
        onTestFinished(() => mock.restoreAll());
        return run({ after: onTestFinished, mock });
      }),
  };
});

const workshop = openWorkshop();
afterAll(workshop.remove);

describe("the app of every provider passes its own tests beside the emulator", () => {
  for (const provider of supplies.facts.providers) {
    describe(provider.name, async () => {
      const app = workshop.make(provider, "node");
      await import(/* @vite-ignore */ join(app, "test/site.test.ts"));
    });
  }
});
