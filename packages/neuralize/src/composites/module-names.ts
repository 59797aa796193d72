import type { Node, ParameterRole, Value } from "../graph/value.ts";

// Behind a merged batch normalisation lie a few nodes, not a network.
const deepest = 16;

/**
 * The names of the PyTorch modules that exporters wrote a node for, as that framework has them ("layer1.0.conv1"): from
 * the scope in the node's name, and from the name of its weight. None for what is not a layer, such as the padding in
 * front of a convolution that a module may hold besides.
 */
export function moduleNames(node: Node): readonly string[] {
  if (node.operator.layers(node).length === 0) return [];
  return [...scopeNames(node.name ?? ""), ...weightNames(node)];
}

/** "/layer1/layer1.0/relu_1/Relu" is the second use of "layer1.0.relu". */
function scopeNames(name: string): readonly string[] {
  if (!name.startsWith("/")) return [];
  const parts: string[] = [];
  for (const scope of name.split("/").slice(1, -1)) {
    // Members of a sequence repeat its name in front of their own.
    const inside = parts.length > 0 && scope.startsWith(`${parts.at(-1)}.`);
    if (inside) parts.pop();
    parts.push(scope);
  }
  const path = parts.join(".");
  return path === "" ? [] : [path, path.replace(/_\d+$/, "")];
}

/** By the weight; by the bias only where the weight's name says nothing: a merged normalisation gives its own away. */
function weightNames(node: Node): readonly string[] {
  const roles = node.operator.parameters(node);
  const modulesOf = (role: ParameterRole): readonly string[] =>
    node.inputs.flatMap((value, i) => {
      const name = roles[i] === role ? sourceOf(value) : undefined;
      const module = name === undefined ? null : /^(.+)\.(?:weight|bias)$/.exec(name);
      return module?.[1] === undefined ? [] : [module[1]];
    });
  const names = modulesOf("weight");
  return names.length > 0 ? names : modulesOf("bias");
}

/** The name of the constant that a parameter was made from. */
function sourceOf(value: Value | undefined): string | undefined {
  let current = value;
  for (let depth = 0; depth < deepest && current?.producer.kind === "node"; depth++)
    current = current.producer.inputs[0];
  return current?.producer.kind === "constant" ? current.producer.name : undefined;
}
