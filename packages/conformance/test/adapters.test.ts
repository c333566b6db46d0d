import { expect, it } from "vitest";
import { ADAPTERS } from "../src/serve/adapters.js";
import { runClient, serve } from "./serving.js";

it.each(Object.keys(ADAPTERS))(
  "our client completes the flow against our server on %s, both as built",
  async (adapter) => {
    const { base, close } = await serve("--adapter", adapter);
    const { code, output } = await runClient({ OAUTH_BASE: base });
    await close();
    expect({ code, output }).toEqual({
      code: 0,
      output: expect.not.stringContaining('"ok":false'),
    });
  },
);
