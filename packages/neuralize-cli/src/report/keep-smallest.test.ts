import fc from "fast-check";
import { expect, test } from "vitest";
import { keepSmallest } from "./keep-smallest.ts";

test("it keeps what sorting would put first, the earlier of equals", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -5, max: 5 })), fc.integer({ min: 1, max: 8 }), (keys, capacity) => {
      const kept = keepSmallest<number>(capacity);
      keys.forEach((key, position) => {
        kept.add(key, position);
      });
      const expected = keys
        .map((key, position) => ({ key, position }))
        .sort((a, b) => a.key - b.key || a.position - b.position)
        .slice(0, capacity);
      expect(kept.items()).toEqual(expected.map(({ position }) => position));
    }),
  );
});

test("it admits exactly the keys that change what is kept", () => {
  const kept = keepSmallest<string>(2);
  kept.add(3, "c");
  expect(kept.admits(9)).toBe(true);
  kept.add(1, "a");
  expect([kept.admits(2), kept.admits(3), kept.admits(4)]).toEqual([true, false, false]);
});
