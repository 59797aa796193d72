import { expect, test } from "vitest";
import { formatFragment, type PageLocation, parseFragment } from "./fragment.ts";

const locations: readonly PageLocation[] = [
  {},
  { row: 60 },
  { row: 0, contrast: { kind: "all" } },
  { row: 60, contrast: { kind: "cluster", cluster: 2 }, beta: 0.5 },
  { contrast: { kind: "all" }, beta: Number.POSITIVE_INFINITY },
  { contrast: { kind: "runner-up" } },
  { beta: 0 },
];

test.each(locations)("%j is read as it was written", (location) => {
  expect(parseFragment(formatFragment(location))).toEqual(location);
});

test("is short and plain", () => {
  expect(formatFragment({ row: 60, contrast: { kind: "cluster", cluster: 2 } })).toBe("#row=60&against=2");
  expect(formatFragment({ row: 60 })).toBe("#row=60");
});

test.each([
  "#row=-1",
  "#row=1e3",
  "#row=",
  "#against=<b>",
  "#beta=-1",
  "#beta=NaN",
  "#beta=",
  "#%",
  "#row=99999999999999999999",
])("%s says nothing", (fragment) => {
  expect(parseFragment(fragment)).toEqual({});
});
