import { expect, test } from "vitest";
import { featureNames } from "./feature-names.ts";

const proseOf = (...names: string[]) => featureNames(names.map((name) => ({ name })));

test("underscores and units go", () => {
  expect(proseOf("color_intensity", "Body Mass (g)", "speed [km/h]", "_")).toEqual([
    "color intensity",
    "Body Mass",
    "speed",
    "_",
  ]);
});

test("names that would coincide stay as they are", () => {
  expect(proseOf("score (2019)", "score (2020)", "a_b", "a b")).toEqual(["score (2019)", "score (2020)", "a_b", "a b"]);
});

test("markup is text like any other", () => {
  expect(proseOf("<img src=x onerror=alert(1)>")).toEqual(["<img src=x onerror=alert(1)>"]);
});
