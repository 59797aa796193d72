import { expect, test } from "vitest";
import { arrival } from "./arrival.ts";

test.each([
  [5, -2, 3, "all of the evidence arrives at the picture"],
  [5, -2, 3.002, "all of the evidence arrives at the picture"],
  [5, -2, 6, "+3 (50 %) of the evidence arrives at the picture; biases of the network take the rest"],
  [0.1, -0.03, 229, "+0.07 (< 1 %) of the evidence arrives at the picture; biases of the network take the rest"],
  [5, -2, 1, "on the picture it adds up to +3; biases of the network make the difference to the evidence"],
  [1, -5, 2, "on the picture it adds up to −4; biases of the network make the difference to the evidence"],
  [1, -5, -8, "−4 (50 %) of the evidence arrives at the picture; biases of the network take the rest"],
  [0, 0, 0, "all of the evidence arrives at the picture"],
  [2, 0, 0, "on the picture it adds up to +2; biases of the network make the difference to the evidence"],
])("for %d, against %d, evidence %d: %s", (positive, negative, evidence, words) => {
  expect(arrival({ positive, negative, evidence })).toBe(words);
});
