import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { floats, runGraph } from "../../../../test/support/run-graph.ts";
import { typeOf } from "../graph/node.ts";
import { shapeOf } from "../graph/shapes.ts";
import { elementCount } from "../graph/tensor.ts";
import type { Graph, Value } from "../graph/value.ts";
import { decode } from "../onnx/decode.ts";
import { standardCanonizers } from "./standard.ts";

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
// The first lies in the project; the others where the networks of the documentation are at hand.
const files = [
  path("../../../../test/reference/resnet20-kmeans/model.onnx"),
  ...["resnet20_cifar10_bn", "mobilenetv2_imagenet_fp32", "squeezenet11_fp32"].map((name) =>
    path(`../../../../../shared/assets/models-image/${name}.onnx`),
  ),
].filter(existsSync);

const canonized = (graph: Graph) =>
  standardCanonizers.reduce(
    ({ graph: before, effects }, { canonize }) => {
      const { graph: after, matches } = canonize(before, []);
      return { graph: after, effects: effects + matches.length };
    },
    { graph, effects: 0 },
  );

for (const file of files) {
  test(`${file.split("/").slice(-2).join("/")} computes the same outputs after its canonizers`, async () => {
    const { graph } = decode(new Uint8Array(readFileSync(file)));
    const { graph: after, effects } = canonized(graph);
    const [x] = graph.inputs as readonly [Value];
    const sizes = (shapeOf(x) ?? []).slice(1).map(Number);
    const name = x.producer.kind === "input" ? x.producer.name : "";
    const feeds = {
      [name]: floats(
        Array.from({ length: 2 * elementCount(sizes) }, (_, i) => Math.sin(1.7 * i)),
        [2, ...sizes],
      ),
    };
    const [expected, actual] = [await runGraph(graph, feeds), await runGraph(after, feeds)];
    if (/bn|kmeans/.test(file)) expect(effects).toBeGreaterThan(10);
    for (const [output, value] of Object.entries(graph.outputs)) {
      if (typeOf(value).type !== "float32") continue;
      const numbers = (expected[output]?.data ?? []) as readonly number[];
      const scale = Math.max(...numbers.map(Math.abs));
      const worst = Math.max(...numbers.map((each, i) => Math.abs(each - Number(actual[output]?.data[i]))));
      expect(worst / scale, output).toBeLessThan(1e-4);
    }
  });
}
