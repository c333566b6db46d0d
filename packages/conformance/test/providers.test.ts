import { afterAll, beforeAll, describe, it } from "vitest";
import { checksOf } from "../src/providers/checks.js";
import { describedProviders } from "../src/providers/described.js";
import { openWorld, type World } from "../src/providers/world.js";

// Everything here is made of the descriptors: what a provider does not offer has no test.
for (const described of await describedProviders()) {
  describe(described.model.name, () => {
    let world: World;
    beforeAll(async () => {
      world = await openWorld(described);
    });
    afterAll(() => world.close());
    for (const { title, run } of checksOf(described)) it(title, () => run(world));
  });
}
