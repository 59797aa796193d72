import fc from "fast-check";
import { expect, test } from "vitest";
import { compositeFromJson } from "../../packages/neuralize/src/composites/from-json.ts";
import { layerTypeNames } from "../../packages/neuralize/src/composites/layer-names.ts";
import { namedRules } from "../../packages/neuralize/src/composites/named-rules.ts";
import { namedPresets } from "../../packages/neuralize/src/composites/presets.ts";
import { NeuralizeError } from "../../packages/neuralize/src/errors/error.ts";
import { input } from "../../packages/neuralize/src/graph/node.ts";
import { topologicalOrder } from "../../packages/neuralize/src/graph/topology.ts";
import { relu } from "../../packages/neuralize/src/ops/relu.ts";
import { readNpy, writeNpy } from "../../packages/neuralize-cli/src/npy/npy.ts";
import { openNpz } from "../../packages/neuralize-cli/src/npy/npz.ts";
import { parseCases } from "../../packages/neuralize-cli/src/verify/case-file.ts";

const x = input("x", "float32", ["N", 3]);
const network = { inputs: [x], outputs: { y: relu(x) } };

/** Runs a reader: it may refuse with one of these codes, and do nothing else but succeed. */
function survives(read: () => unknown, codes: readonly string[]): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof NeuralizeError)) throw error;
    expect(codes).toContain(error.code);
    expect(error.message.length).toBeLessThan(3000);
  }
}

const compositeCodes = ["INVALID_COMPOSITE", "UNKNOWN_COMPOSITE", "UNKNOWN_RULE", "UNKNOWN_LAYER"];

const applied = (json: unknown): void =>
  survives(() => {
    const ruleOf = compositeFromJson(json)(network);
    for (const node of topologicalOrder(Object.values(network.outputs))) ruleOf(node);
  }, compositeCodes);

const odd = fc.constantFrom("__proto__", "constructor", "toString", "epsilon", "gamma", "beta", "low", "high", "*", "");
const value = fc.oneof(fc.jsonValue({ maxDepth: 2 }), odd, fc.constantFrom(-1, 0, 1e308, "input", null));
const parameters = fc.dictionary(odd, value, { maxKeys: 3 });
const rule = fc.oneof(
  fc.constantFrom(...namedRules.keys(), "lrp"),
  fc
    .record({ rule: fc.oneof(fc.constantFrom(...namedRules.keys()), value), more: parameters })
    .map(({ rule, more }) => ({
      ...more,
      rule,
    })),
  value,
);
const layer = fc.oneof(fc.constantFrom(...layerTypeNames, "Relu", "Gemm"), odd);
const map = fc.oneof(fc.array(fc.tuple(layer, rule), { maxLength: 4 }), value);
const composite = fc.record(
  {
    composite: fc.oneof(fc.constantFrom(...namedPresets.keys()), value),
    layer_map: map,
    first_map: map,
    name_map: fc.oneof(fc.array(fc.tuple(fc.array(odd, { maxLength: 3 }), rule), { maxLength: 3 }), value),
    low: value,
    high: value,
  },
  { requiredKeys: [] },
);

test("any JSON is a composite or is refused with its place", () => {
  fc.assert(fc.property(fc.jsonValue(), applied), { numRuns: 500, seed: 1 });
  fc.assert(fc.property(composite, applied), { numRuns: 3000, seed: 2 });
});

test("JSON that is deeper than the stack, or longer than a screen, is refused like any other", () => {
  const deep: unknown = JSON.parse(`${"[".repeat(200_000)}${"]".repeat(200_000)}`);
  const long = "x".repeat(1_000_000);
  for (const bad of [deep, long, { [long]: 1 }, [long]]) {
    applied(bad);
    applied({ layer_map: bad });
    applied({ layer_map: [["Linear", bad]] });
    applied({ layer_map: [["Linear", { rule: "gamma", gamma: bad }]] });
    applied({ layer_map: [[bad, "gamma"]] });
    applied({ composite: bad });
    const text = JSON.stringify({ model: long, input: 3 });
    survives(() => parseCases(text, "cases.json"), ["WRONG_CASES"]);
  }
  const cases = `{"model": ${"[".repeat(200_000)}${"]".repeat(200_000)}}`;
  survives(() => parseCases(cases, "cases.json"), ["WRONG_CASES"]);
});

test("names with many stars are matched in linear time", () => {
  const composite = compositeFromJson({ layer_map: [], name_map: [[[`${"*a".repeat(1000)}b`], "pass"]] });
  const [node] = topologicalOrder(Object.values(network.outputs));
  if (node === undefined) throw new Error("no node");
  expect(composite(network)({ ...node, name: "a".repeat(100_000) })).toBeUndefined();
  expect(composite(network)({ ...node, name: `${"xa".repeat(1000)}b` })?.name).toBe("pass");
});

test("any text is a cases.json or is refused with its place", () => {
  const valid = {
    model: "model.onnx",
    input: "x.npy",
    targets: [0, 1],
    cases: [{ name: "a", expected: "a.npy", float32_spread: 0, method: "lrp", seed: "output", composite: {} }],
  };
  const keys = [...Object.keys(valid), ...Object.keys(valid.cases[0] ?? {}), "pool", "window", "canonizers", "n_iter"];
  const read = (text: string): void => survives(() => parseCases(text, "cases.json"), ["WRONG_CASES"]);
  fc.assert(fc.property(fc.string(), read), { numRuns: 300, seed: 1 });
  const damaged = fc.tuple(fc.constantFrom(...keys), value, fc.boolean()).map(([key, other, inner]) => {
    const [first] = valid.cases;
    return JSON.stringify(inner ? { ...valid, cases: [{ ...first, [key]: other }] } : { ...valid, [key]: other });
  });
  fc.assert(fc.property(damaged, read), { numRuns: 1000, seed: 2 });
  expect(parseCases(JSON.stringify(valid), "cases.json").cases).toHaveLength(1);
});

test("any bytes are a .npy or .npz file or are refused", () => {
  const file = writeNpy({ shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) });
  const readArray = (bytes: Uint8Array): void => survives(() => readNpy(bytes, "x.npy"), ["WRONG_NPY"]);
  const readArchive = (bytes: Uint8Array): void =>
    survives(() => {
      const archive = openNpz(bytes, "x.npz");
      for (const name of archive.names) archive.read(name);
    }, ["WRONG_NPZ", "WRONG_NPY", "NO_SUCH_ARRAY"]);
  for (let length = 0; length < file.length; length++) readArray(file.slice(0, length));
  const changes = fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(changes, (list) => {
      const bytes = file.slice();
      for (const [at, byte] of list) bytes[at] = byte;
      readArray(bytes);
    }),
    { numRuns: 3000, seed: 1 },
  );
  const header = fc
    .tuple(
      fc.constantFrom("<f4", "<f8", "<i8", "|b1", "constructor", "|O", ">f4"),
      fc.array(fc.oneof(fc.nat(5), fc.constantFrom(2 ** 31, 2 ** 53, 1e300)), { maxLength: 5 }),
      fc.constantFrom("True", "False"),
    )
    .map(
      ([type, shape, order]) => `{'descr': '${type}', 'fortran_order': ${order}, 'shape': (${shape.join(", ")},), }`,
    );
  fc.assert(
    fc.property(header, fc.uint8Array({ maxLength: 64 }), (text, data) => {
      const bytes = new Uint8Array(10 + text.length + data.length);
      bytes.set([0x93, ...new TextEncoder().encode("NUMPY"), 1, 0, text.length % 256, Math.floor(text.length / 256)]);
      bytes.set(new TextEncoder().encode(text), 10);
      bytes.set(data, 10 + text.length);
      readArray(bytes);
    }),
    { numRuns: 2000, seed: 2 },
  );
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), readArchive), { numRuns: 500, seed: 3 });
});
