import { expect, test } from "vitest";
import { packRelevanceMap } from "../../../neuralize-cli/src/report/relevance-map.ts";
import { showMap } from "./shown-map.ts";

const map = (size: number) =>
  packRelevanceMap(
    Array.from({ length: 400 }, (_, i) => size * Math.sin(i * i)),
    { channels: 1, height: 20, width: 20 },
    { against: "all", evidence: 1 },
  );
const maps = [map(1), map(5), { ...map(9), data: "" }];

test("a map has its own scale, or that of the strongest of all", async () => {
  const [weak] = maps;
  if (weak === undefined) throw new Error("no map");
  const own = await showMap(weak, { scale: "image", smoothing: 0 }, maps);
  expect(own.scale).toBeCloseTo(1, 2);
  expect(own.smoothed).toBe(own.cells);
  const shared = await showMap(weak, { scale: "shared", smoothing: 0 }, maps.slice(0, 2));
  expect(shared.scale).toBeCloseTo(5, 1);
});

test("smoothed maps are weaker, and so is the scale that they share; damaged ones do not count", async () => {
  const [weak] = maps;
  if (weak === undefined) throw new Error("no map");
  const own = await showMap(weak, { scale: "image", smoothing: 2 }, maps);
  expect(own.scale).toBeLessThan(0.5);
  const shared = await showMap(weak, { scale: "shared", smoothing: 2 }, maps);
  // Relevance is kept as bytes: a code of 127 steps.
  expect(shared.scale / own.scale).toBeCloseTo(5, 0);
});

test("a damaged map is an error", async () => {
  await expect(showMap({ ...map(1), data: "####" }, { scale: "image", smoothing: 0 }, [])).rejects.toThrow();
});
