import { expect, it } from "vitest";
import { answers } from "./dimensions/answers.js";
import { api } from "./dimensions/api.js";
import { modelWith } from "./dimensions/dimension.js";
import { handshake } from "./dimensions/handshake.js";
import { signing } from "./dimensions/signing.js";
import { traffic } from "./dimensions/traffic.js";

const dimensions = [...handshake, ...signing, ...answers, ...api, ...traffic];

it.each(dimensions)("%s", (_, fragment, model) => {
  expect(modelWith(fragment)).toMatchObject(model);
});

it("leaves none of the forty out", () => {
  const numbers = new Set(dimensions.map(([title]) => Number.parseInt(title, 10)));
  expect([...numbers]).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
});
