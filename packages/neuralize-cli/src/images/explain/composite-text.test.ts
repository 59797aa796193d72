import { expect, test } from "vitest";
import { compositeText } from "./composite-text.ts";

test("composites in words", () => {
  expect(compositeText({ composite: "epsilon_gamma_box", low: [-2.117904, -2], high: 1 })).toBe(
    "epsilon_gamma_box(low=[-2.118,-2], high=1)",
  );
  expect(compositeText({ composite: "epsilon_plus" })).toBe("epsilon_plus");
  expect(compositeText({ layer_map: [["Linear", "flat"]] })).toBe('own(layer_map=[["Linear","flat"]])');
});
