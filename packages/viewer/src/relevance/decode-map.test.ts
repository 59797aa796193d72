import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { packRelevanceMap } from "../../../neuralize-cli/src/report/relevance-map.ts";
import { decodeMap } from "./decode-map.ts";

const pack = (relevance: readonly number[], width: number) =>
  packRelevanceMap(
    relevance,
    { channels: 1, height: relevance.length / width, width },
    { against: "all", evidence: 1 },
  );

test("what the command line packed is decoded, to half a step of the code", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.float({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 60 }),
      async (relevance) => {
        const map = pack(relevance, relevance.length);
        const { height, width, values } = await decodeMap(map);
        expect([height, width]).toEqual([1, relevance.length]);
        values.forEach((value, cell) => {
          const wanted = relevance[cell] ?? 0;
          // The code is √(|r| / largest) in steps of 1/127; half a step off, squared; largest has seven digits; and
          // no float32 is smaller than 2⁻¹⁴⁹.
          const step = (Math.sqrt(Math.abs(wanted) * map.largest) + map.largest / 254) / 127;
          expect(Math.abs(value - wanted)).toBeLessThanOrEqual(1.001 * step + 2 ** -149);
          expect(Math.sign(value) * Math.sign(wanted)).toBeGreaterThanOrEqual(0);
        });
      },
    ),
  );
});

test("rows come before columns", async () => {
  const { height, width, values } = await decodeMap(pack([4, 0, 0, -4, 0, 1], 3));
  expect([height, width]).toEqual([2, 3]);
  expect([...values].map((v) => Math.round(v))).toEqual([4, 0, 0, -4, 0, 1]);
});

test("bytes that are too few, too many, or none at all are told, not shown", async () => {
  const map = pack([1, 2, 3, 4], 2);
  const withBytes = (length: number) => ({ ...map, data: deflateRawSync(new Uint8Array(length)).toString("base64") });
  await expect(decodeMap(withBytes(3))).rejects.toThrow("holds 3 of its 4 cells");
  await expect(decodeMap(withBytes(5_000_000))).rejects.toThrow("more than its 4 cells");
  await expect(decodeMap({ ...map, data: btoa("no deflate") })).rejects.toThrow("damaged");
  await expect(decodeMap({ ...map, height: 1e5, width: 1e5 })).rejects.toThrow("cannot be shown");
  await expect(decodeMap({ ...map, height: Number.NaN })).rejects.toThrow("cannot be shown");
});
