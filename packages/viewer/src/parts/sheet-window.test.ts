import fc from "fast-check";
import { expect, test } from "vitest";
import { gridWindow, scrolledTo } from "./sheet-window.ts";

test("as many columns as fit, and the rows that are seen with a few to spare", () => {
  // Five columns of 74.4 pixels and gaps of 6: rows of 80.4; rows 12 to 17 are seen.
  const grid = gridWindow(1000, 396, 1000, 400);
  expect(grid.columns).toBe(5);
  expect(grid.rowHeight).toBeCloseTo(80.4, 6);
  expect([grid.first, grid.last]).toEqual([5 * 9, 5 * 21]);
  expect(grid.top).toBeCloseTo(9 * 80.4, 6);
  expect(grid.height).toBeCloseTo(200 * 80.4 - 6, 6);
});

const pixels = (max: number) => fc.integer({ min: 0, max });

test("whatever is asked for is in sight after scrolling, and in the document", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 3000 }),
      fc.integer({ min: 60, max: 900 }),
      pixels(1e5),
      fc.nat(),
      (count, width, from, wanted) => {
        const place = wanted % count;
        const viewHeight = 416;
        const start = gridWindow(count, width, from, viewHeight);
        const scrollTop = scrolledTo(start, place, from, viewHeight);
        const grid = gridWindow(count, width, scrollTop, viewHeight);
        expect(grid.first).toBeLessThanOrEqual(place);
        expect(grid.last).toBeGreaterThan(place);
        const top = Math.floor(place / grid.columns) * grid.rowHeight;
        // Rows may be taller than the view where the sheet is one image wide.
        if (grid.rowHeight < viewHeight - 12) {
          expect(top).toBeGreaterThanOrEqual(scrollTop - 1e-9);
          expect(top + grid.rowHeight).toBeLessThanOrEqual(scrollTop + viewHeight);
        }
        expect(grid.last - grid.first).toBeLessThan(grid.columns * (viewHeight / grid.rowHeight + 9));
      },
    ),
  );
});

test("a sheet without images or width is empty, not broken", () => {
  expect(gridWindow(0, 300, 50, 400)).toMatchObject({ first: 0, last: 0, height: 0 });
  expect(gridWindow(5, 0, 0, 400).columns).toBe(1);
});
