import { int, string } from "../../../packages/neuralize/src/graph/attributes.ts";
import { elementCount } from "../../../packages/neuralize/src/graph/tensor.ts";
import { ArgMax, ArgMin } from "../../../packages/neuralize/src/ops/arg-extremum.ts";
import { CumSum } from "../../../packages/neuralize/src/ops/cum-sum.ts";
import { Gather } from "../../../packages/neuralize/src/ops/gather.ts";
import { GatherElements, ScatterElements } from "../../../packages/neuralize/src/ops/gather-elements.ts";
import { GatherND, ScatterND } from "../../../packages/neuralize/src/ops/gather-nd.ts";
import { NonZero } from "../../../packages/neuralize/src/ops/non-zero.ts";
import { TopK } from "../../../packages/neuralize/src/ops/top-k.ts";
import type { Draw } from "../draw.ts";
import { fedIntegers, fixedIntegers, type OperatorCase } from "../operator-case.ts";

function gathers(draw: Draw): readonly OperatorCase[] {
  const shape = draw.shape(1, 3);
  const axis = draw.integer(0, shape.length - 1);
  const size = shape[axis] ?? 1;
  const attributes = { axis: int(draw.chance() ? axis : axis - shape.length) };
  const indices = (count: number) => Array.from({ length: count }, () => draw.integer(-size, size - 1));
  const several = indices(draw.integer(1, 4));
  const operands = [
    fixedIntegers(several),
    fixedIntegers(indices(1), []),
    fixedIntegers(indices(4), [2, 2]),
    fixedIntegers(draw.permutation(size)),
    fixedIntegers(draw.permutation(size).slice(0, 2)),
    fedIntegers(several),
    fedIntegers(indices(1), []),
    fedIntegers(indices(6), [3, 2]),
  ];
  return operands.map((each) => ({ operator: Gather, operands: [draw.data(shape), each], attributes }));
}

function elements(draw: Draw): readonly OperatorCase[] {
  const shape = draw.shape(1, 3);
  const axis = draw.integer(0, shape.length - 1);
  const size = shape[axis] ?? 1;
  const attributes = { axis: int(draw.chance() ? axis : axis - shape.length) };
  const taken = shape.map((each, i) => (i === axis ? draw.integer(1, each) : each));
  const anywhere = Array.from({ length: elementCount(taken) }, () => draw.integer(-size, size - 1));
  // Distinct places along the axis, the same in every line: what is written twice has no gradient to speak of.
  const places = draw.permutation(size);
  const inner = taken.slice(axis + 1).reduce((product, each) => product * each, 1);
  const distinct = Array.from({ length: elementCount(taken) }, (_, i) => {
    const along = Math.floor(i / inner) % (taken[axis] ?? 1);
    return places[along] ?? 0;
  });
  // Fewer than there are, along the other axes too.
  const fewer = shape.map((each) => draw.integer(1, each));
  const some = Array.from({ length: elementCount(fewer) }, () => draw.integer(-size, size - 1));
  return [
    { operator: GatherElements, operands: [draw.data(shape), fedIntegers(some, fewer)], attributes },
    { operator: GatherElements, operands: [draw.data(shape), fedIntegers(anywhere, taken)], attributes },
    { operator: GatherElements, operands: [draw.data(shape), fixedIntegers(anywhere, taken)], attributes },
    {
      operator: ScatterElements,
      operands: [draw.data(shape), fedIntegers(distinct, taken), draw.data(taken)],
      attributes,
    },
    {
      operator: ScatterElements,
      operands: [draw.data(shape), fixedIntegers(anywhere, taken), draw.data(taken)],
      attributes: { ...attributes, reduction: string("add") },
    },
  ];
}

function orders(draw: Draw): readonly OperatorCase[] {
  const shape = draw.shape(1, 3);
  const axis = draw.integer(0, shape.length - 1);
  const at = int(draw.chance() ? axis : axis - shape.length);
  const count = fixedIntegers([draw.integer(1, shape[axis] ?? 1)]);
  return [
    ...[0, 1].map((largest) => ({
      operator: TopK,
      operands: [draw.data(shape), count],
      attributes: { axis: at, largest: int(largest) },
      outputs: 2,
    })),
    { operator: TopK, operands: [draw.data([3, 4]), fixedIntegers([2])], outputs: 2 },
    // All of them, so that any order will do.
    { operator: TopK, operands: [draw.data([3, 4]), fixedIntegers([4])], attributes: { sorted: int(0) }, outputs: 1 },
    ...[ArgMax, ArgMin].flatMap((operator) => [
      { operator, operands: [draw.data(shape)], attributes: { axis: at } },
      { operator, operands: [draw.data(shape)], attributes: { axis: at, keepdims: int(0) } },
    ]),
    { operator: CumSum, operands: [draw.data(shape), fixedIntegers([axis], [])] },
    {
      operator: CumSum,
      operands: [draw.data(shape), fedIntegers([axis - shape.length], [])],
      attributes: { exclusive: int(draw.integer(0, 1)), reverse: int(draw.integer(0, 1)) },
    },
    // The engine has NonZero in float32 only.
    { operator: NonZero, operands: [draw.data(shape)], precision: "float32" },
  ];
}

function points(draw: Draw): readonly OperatorCase[] {
  const x = [3, draw.integer(1, 3), 2];
  const place = () => [draw.integer(-3, 2), draw.integer(0, (x[1] ?? 1) - 1)];
  const anywhere = [place(), place(), place(), place()].flat();
  const depths = [
    { places: [4, 2], taken: [4, 2] },
    { places: [2, 4, 1], taken: [2, 4, ...x.slice(1)] },
  ];
  const indices = [anywhere, [0, -1, 2, 1, 0, 0, -3, 2]];
  // Written once each: what is written twice has no gradient to speak of.
  const distinct = fedIntegers([2, 0], [2, 1]);
  return [
    ...depths.map(({ places }, i) => ({
      operator: GatherND,
      operands: [draw.data(x), fedIntegers(indices[i] ?? [], places)],
    })),
    ...depths.map(({ places, taken }, i) => ({
      operator: ScatterND,
      operands: [draw.data(x), fixedIntegers(indices[i] ?? [], places), draw.data(taken)],
      attributes: { reduction: string("add") },
    })),
    { operator: ScatterND, operands: [draw.data(x), distinct, draw.data([2, ...x.slice(1)])] },
  ];
}

export const indexing = (draw: Draw): readonly OperatorCase[] => [
  ...gathers(draw),
  ...elements(draw),
  ...orders(draw),
  ...points(draw),
];
