import { expect, test } from "vitest";
import { leadingChange, leadingColumns } from "./leading-columns.ts";

test("largest magnitude first, ties to the lower index, zeros never", () => {
  expect(leadingColumns([1, -3, 3, 0, 2], 4)).toEqual([1, 2, 4, 0]);
});

test("tells which columns entered and left, and a mere change of order", () => {
  expect(leadingChange([5, 4, 3, 0], [5, 4, 1, 3])).toEqual({
    leading: [0, 1, 3],
    entered: [3],
    left: [2],
    reordered: false,
  });
  expect(leadingChange([5, 4, 3], [4, 5, 3]).reordered).toBe(true);
  expect(leadingChange([5, 4, 3], [50, 40, 30])).toEqual({
    leading: [0, 1, 2],
    entered: [],
    left: [],
    reordered: false,
  });
});
