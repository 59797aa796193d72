import { constant, input, scalar } from "../graph/node.ts";
import { float32, int64 } from "../graph/tensor.ts";
import type { Value } from "../graph/value.ts";
import { concat } from "../ops/concat.ts";
import { gather } from "../ops/gather.ts";
import { mul } from "../ops/mul.ts";
import { sub } from "../ops/sub.ts";
import { pairwiseDistance } from "./distances.ts";
import { imputation } from "./imputation.ts";
import { inputCodes } from "./input-codes.ts";
import type { KMeansGraph } from "./kmeans-graph.ts";
import { oneHotEncoding } from "./one-hot-encoding.ts";
import type { CategoryColumn, NumericColumn, TableColumn, TableModel } from "./table-model.ts";

type Indexed<C extends TableColumn> = { readonly column: C; readonly index: number };

/**
 * The graph of a clustered table: raw rows `x` [N, columns] float32 in (dates in ms since 1970; a category as its
 * number, see `inputCodes`; NaN where a cell is missing),
 * encoded and measured against the centroids. Numeric columns come first inside, categories after them; relevance
 * finds its way back through the same nodes. The shift to the mean centroid is part of the scaling, in float64.
 */
export function tableGraph(model: TableModel): KMeansGraph {
  const numeric: Indexed<NumericColumn>[] = [];
  const categorical: Indexed<CategoryColumn>[] = [];
  model.columns.forEach((column, index) => {
    if (column.kind === "category") categorical.push({ column, index });
    else numeric.push({ column, index });
  });
  const starts = encodedStarts(model.columns);
  const order = [
    ...numeric.map(({ index }) => [starts[index] ?? 0]),
    ...categorical.map(({ column, index }) => column.categories.map((_, j) => (starts[index] ?? 0) + j)),
  ].flat();
  const mean = order.map(
    (d) => model.centroids.reduce((sum, centroid) => sum + (centroid[d] ?? 0), 0) / model.centroids.length,
  );
  const shifts = numeric.map(({ column }, i) => Math.fround(column.offset + column.scale * (mean[i] ?? 0)));
  // What float32 kept of the shift is taken from the centroids exactly.
  const centred = model.centroids.flatMap((centroid) =>
    order.map((d, i) => {
      const column = numeric[i]?.column;
      return (centroid[d] ?? 0) - (column === undefined ? 0 : ((shifts[i] ?? 0) - column.offset) / column.scale);
    }),
  );
  const x = input("x", "float32", ["N", model.columns.length]);
  const blocks = [
    ...(numeric.length > 0 ? [numericBlock(x, numeric, shifts)] : []),
    ...categorical.map((each) => categoryBlock(x, each)),
  ];
  const points = blocks.length === 1 && blocks[0] ? blocks[0] : concat(blocks, 1);
  const centroids = constant(float32(centred, [model.centroids.length, order.length]), "centroids");
  return {
    graph: { inputs: [x], outputs: { distances: pairwiseDistance(points, centroids) } },
    head: { points, centroids },
  };
}

/** First coordinate of every column in encoded space. */
function encodedStarts(columns: readonly TableColumn[]): readonly number[] {
  let next = 0;
  return columns.map((column) => {
    const start = next;
    next += column.kind === "category" ? column.categories.length : 1;
    return start;
  });
}

function numericBlock(x: Value, columns: readonly Indexed<NumericColumn>[], shifts: readonly number[]): Value {
  const all = columns.every(({ index }, i) => index === i) && columns.length === widthOf(x);
  const taken = all ? x : gather(x, constant(int64(columns.map(({ index }) => index))), 1);
  const fills = columns.map(({ column }) => column.fill ?? Number.NaN);
  const filled = fills.every(Number.isNaN) ? taken : imputation(taken, constant(float32(fills)));
  const shifted = sub(filled, constant(float32(shifts), "offset"));
  return mul(shifted, constant(float32(columns.map(({ column }) => 1 / column.scale)), "factor"));
}

function categoryBlock(x: Value, { column, index }: Indexed<CategoryColumn>): Value {
  const codes = inputCodes(column);
  const taken = widthOf(x) === 1 ? x : gather(x, constant(int64([index])), 1);
  const fill = column.fill === null ? undefined : codes[column.fill];
  const filled = fill === undefined ? taken : imputation(taken, constant(float32([fill])));
  return mul(oneHotEncoding(filled, constant(float32(codes))), scalar(column.weight));
}

const widthOf = (x: Value): number => Number(x.producer.outputs[0]?.shape?.[1]);
