import { signLaunch } from "@oauth1/core/lti";
import { once } from "node:events";
import { createServer } from "node:http";
import { expect, it } from "vitest";
import { collectAllExamples, examplePath } from "../../../scripts/examples.js";

it("the Express app of the guide to LTI takes a launch over HTTP, once", async () => {
  const { register } = await fromGuide("tool.ts");
  const { app } = await fromGuide("express.ts");
  const { fields } = await signLaunch(
    {
      url: "https://tool.example.com/launch?course=7",
      fields: [
        ["resource_link_id", "7"],
        ["user_id", "alice"],
        ["roles", "Learner & more"],
      ],
    },
    await register("Moodle"),
  );
  const body = new URLSearchParams(fields.map(([name, value]) => [name, value]));

  const server = createServer(app);
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const post = () =>
    fetch(`http://127.0.0.1:${port}/launch?course=7`, {
      method: "POST",
      body: body.toString(),
      headers,
    });
  const [launched, again] = [await post(), await post()];
  server.close();
  expect(await launched.text()).toBe("alice of Moodle, Learner & more");
  expect(again.status).toBe(401);
});

const headers = { "content-type": "application/x-www-form-urlencoded" };

function fromGuide(name: string) {
  const index = collectAllExamples().findIndex(
    (example) => example.file.endsWith("/lti.md") && example.name === name,
  );
  return import(/* @vite-ignore */ examplePath(index));
}
