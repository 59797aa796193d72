import { outputOf, typeOf } from "../../packages/neuralize/src/graph/node.ts";
import { float64, isFloating } from "../../packages/neuralize/src/graph/tensor.ts";
import type { Node, Operator } from "../../packages/neuralize/src/graph/value.ts";
import { machineLearningImports } from "../../packages/neuralize/src/onnx/ml/index.ts";
import { standardOpsets } from "../../packages/neuralize/src/onnx/opsets.ts";
import { formChanges } from "../../packages/neuralize/src/onnx/upgrade.ts";
import { opset } from "../../packages/neuralize/src/onnx/written-opsets.ts";
import { constantLike } from "../../packages/neuralize/src/ops/constant-like.ts";
import { operators } from "../../packages/neuralize/src/ops/index.ts";
import { build } from "../../test/gradients/build-case.ts";
import { everyCase } from "../../test/gradients/cases/every-case.ts";
import { drawFrom } from "../../test/gradients/draw.ts";
import { fixed, type OperatorCase } from "../../test/gradients/operator-case.ts";
import { introduced, limits } from "./operator-facts.ts";

const distinct = (names: readonly string[]): readonly string[] =>
  [...new Set(names)].sort((a, b) => a.localeCompare(b, "en"));

/** The same case with one operand as data and what else could be data as constants. */
const alone = (each: OperatorCase, data: number): OperatorCase => ({
  ...each,
  operands: each.operands.map((operand, i) =>
    operand?.kind === "data" && i !== data ? fixed(float64(operand.values, operand.shape)) : operand,
  ),
});

// The cases of the gradients' tests show every operator in use: what a node has is asked of nodes.
const samples: readonly Node[] = [1, 2, 3, 4]
  .flatMap((round) => everyCase(drawFrom(round)))
  .flatMap((each) => [each, alone(each, 0), alone(each, 1)])
  .map((each) => build(each, {}).made);

/** The table of operators as a document. */
export function operatorsDocument(): string {
  const rows = operators.map((operator) => {
    const nodes = samples.filter((sample) => sample.operator === operator);
    return row(operator.type, [
      opsetsOf(operator.type),
      gradientOf(operator, nodes),
      distinct(nodes.flatMap((node) => operator.layers(node))).join(", "),
      distinct(nodes.flatMap((node) => rolesOf(operator, node))).join(", "),
      limits[operator.type] ?? "",
    ]);
  });
  const readAs = [...renamed].map(([name, other]) => row(name, [opsetsOf(name), `as ${other}`, "", "", ""]));
  return `${introduction}

| operator | opsets | gradient | layer types | parameters | limits |
|---|---|---|---|---|---|
${[...rows, ...readAs].sort((a, b) => a.localeCompare(b, "en")).join("\n")}

${ending}
`;
}

const introduction = `# Operators

Written by \`npm run docs\` from the list of operators; a test fails where this page is stale.

Files of opset ${standardOpsets.oldest} to ${standardOpsets.newest} are read, whatever form an operator has there, and brought to that of opset ${opset}, in which explainers are written (in a later one
where an operator needs it). **Opsets**: those that have the operator; behind them, where its form changed. **Gradient**: "zero" for what is constant piece by
piece, "integers" for what returns indices, shapes or truth values, which relevance never follows. **Layer types**: what composites call a node, which of them
depending on its operands; every operator can also be called by its own name. **Parameters**: the inputs that are weight and bias
where they carry no data. **Limits**: what is refused, always with the node's name; what the gradient
"needs" has to be known before anything runs (a batch never has to).`;

const ending = `\`Constant\` is read as what it holds. Model-local functions are inlined. \`If\`, \`Loop\`, \`Scan\`, sequences and sparse tensors are refused when a file is read; everything else that
is not listed, quantised and complex operators included, is carried along as it is, and refused where relevance meets it, unless a composite has a direct rule
for it (\`pass\`, or [your own](guide.md)). float16 and bfloat16 models are computed in float32.

Of \`ai.onnx.ml\` (and of \`com.microsoft\`, where so named): ${distinct([...machineLearningImports.keys()].map((name) => name.replace(/^ai\.onnx\.ml:/, ""))).join(", ")}. Around clusterings the compiler makes layers of its own, which composites
address as \`NeuralizedKMeans\`, \`MinPool\`, \`Imputation\`, \`OneHotEncoding\` and \`LabelEncoding\`; they never reach a file.`;

/** Operators of older opsets that are read as another one. */
const renamed: ReadonlyMap<string, string> = new Map([
  ["Scatter", "ScatterElements"],
  ["Upsample", "Resize"],
]);

const lastOpset: Readonly<Record<string, number>> = { Scatter: 10, Upsample: 9 };

function opsetsOf(type: string): string {
  const { oldest, newest } = standardOpsets;
  const [first, last] = [Math.max(oldest, introduced[type] ?? oldest), lastOpset[type] ?? newest];
  const changes = formChanges(type).filter((version) => version > first && version <= last);
  return `${first}–${last}${changes.length > 0 ? `, ${changes.join(", ")}` : ""}`;
}

function gradientOf(operator: Operator, nodes: readonly Node[]): string {
  if (nodes.every((node) => node.outputs.every(({ type }) => !isFloating(type)))) return "integers";
  return nodes.some((node) => differentiates(operator, node)) ? "yes" : "zero";
}

function differentiates(operator: Operator, node: Node): boolean {
  const gradients = node.values.map((value) =>
    isFloating(typeOf(value).type) ? constantLike(outputOf(node, value.index), 1) : undefined,
  );
  return node.inputs.some(
    (value, operand) => value !== undefined && operator.vjp?.(node, gradients, operand) !== undefined,
  );
}

const rolesOf = (operator: Operator, node: Node): readonly string[] =>
  Object.entries(operator.parameters(node)).map(([index, role]) => `${role} ${index}`);

const row = (name: string, cells: readonly string[]): string => `| ${[name, ...cells].join(" | ")} |`;
