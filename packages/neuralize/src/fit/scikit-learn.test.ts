import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Matrix } from "../matrix.ts";
import { fitKMeans } from "./fit-kmeans.ts";
import { silhouette } from "./silhouette.ts";

interface Reference {
  readonly data: string;
  readonly scale: "standard" | "minmax" | "none";
  readonly k: number;
  readonly inertia: number;
  readonly silhouette: number;
}

const fixture = (name: string) => readFileSync(new URL(`../../../../test/fixtures/${name}`, import.meta.url), "utf8");
const reference: { readonly kmeans: readonly Reference[] } = JSON.parse(fixture("scikit_learn.json"));

/** All columns but the last, which is the class. */
const load = (name: string): Matrix => {
  const [, ...lines] = fixture(`${name}.csv`).trim().split("\n");
  const rows = lines.map((line) => line.split(",").slice(0, -1).map(Number));
  return { data: Float64Array.from(rows.flat()), rows: rows.length, columns: rows[0]?.length ?? 0 };
};

const columnOf = ({ data, columns }: Matrix, column: number) =>
  Array.from(data).filter((_, i) => i % columns === column);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Offset and divisor of a column, as scikit-learn's scalers choose them (population variance; constants stay). */
const scaling = {
  standard: (values: readonly number[]) => {
    const mean = sum(values) / values.length;
    return [mean, Math.sqrt(sum(values.map((value) => (value - mean) ** 2)) / values.length)] as const;
  },
  minmax: (values: readonly number[]) => [Math.min(...values), Math.max(...values) - Math.min(...values)] as const,
  none: () => [0, 1] as const,
};
const scaled = (matrix: Matrix, scale: Reference["scale"]): Matrix => {
  const columns = Array.from({ length: matrix.columns }, (_, column) => scaling[scale](columnOf(matrix, column)));
  const data = Float64Array.from(matrix.data, (value, i) => {
    const [offset, divisor] = columns[i % matrix.columns] ?? [Number.NaN, Number.NaN];
    return (value - offset) / (divisor || 1);
  });
  return { ...matrix, data };
};

const names = [...new Set(reference.kmeans.map(({ data }) => data))];
const scales = ["standard", "minmax", "none"] as const;
for (const name of names) {
  for (const scale of scales) {
    test(`inertia and silhouette of ${name} (${scale}) are those of scikit-learn`, async () => {
      const x = scaled(load(name), scale);
      const entries = reference.kmeans.filter((entry) => entry.data === name && entry.scale === scale);
      expect(entries.length).toBeGreaterThan(0);
      for (const { k, inertia, silhouette: expected } of entries) {
        const thorough = await fitKMeans(x, { k, restarts: 50 });
        const quick = await fitKMeans(x, { k });
        // The reference is the best of 50 runs of scikit-learn: a global optimum or close to it.
        expect(thorough.inertia / inertia, `k = ${k}, 50 restarts`).toBeLessThan(1.005);
        expect(quick.inertia / inertia, `k = ${k}, 10 restarts`).toBeLessThan(1.03);
        if (Math.abs(thorough.inertia / inertia - 1) > 1e-6) continue;
        // The same optimum; a row on a boundary may still lie on the other side.
        expect(Math.abs(silhouette(x, thorough.labels, k) - expected), `silhouette, k = ${k}`).toBeLessThan(1e-3);
      }
    });
  }
}
