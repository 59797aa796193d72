import type { DataType, Tensor } from "./tensor.ts";

/** A size that is known, or a name for one that is not (the batch, say): equal names are equal sizes. */
export type Dimension = number | string;

/**
 * What is known of a value before anything runs: its element type, its shape (absent when even the rank is unknown),
 * and for small integer vectors the integers themselves, which is how shapes are computed at compile time.
 */
export interface TensorType {
  readonly type: DataType;
  readonly shape: readonly Dimension[] | undefined;
  readonly integers?: readonly Dimension[];
}

export type Attribute =
  | { readonly kind: "int"; readonly value: number }
  | { readonly kind: "float"; readonly value: number }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "tensor"; readonly value: Tensor }
  | { readonly kind: "ints"; readonly value: readonly number[] }
  | { readonly kind: "floats"; readonly value: readonly number[] }
  | { readonly kind: "strings"; readonly value: readonly string[] };

export type Attributes = Readonly<Record<string, Attribute>>;

/** What flows: one output of a producer. Immutable, so the same object is the same value. */
export interface Value {
  readonly producer: Producer;
  readonly index: number;
}

export type Producer = Node | Input | Constant;

export interface Input {
  readonly kind: "input";
  readonly name: string;
  readonly outputs: readonly [TensorType];
}

export interface Constant {
  readonly kind: "constant";
  readonly name?: string;
  readonly tensor: Tensor;
  readonly outputs: readonly [TensorType];
}

/** An application of an operator. Optional inputs that are left out are undefined, as in ONNX. */
export interface Node {
  readonly kind: "node";
  readonly operator: Operator;
  readonly inputs: readonly (Value | undefined)[];
  readonly attributes: Attributes;
  readonly outputs: readonly TensorType[];
  /** The node's name in the user's file. */
  readonly name?: string;
  /** The names of its outputs in the user's file. */
  readonly outputNames?: readonly string[];
  /** For emitted nodes: what they compute, "relevance of /layer1/conv1 by gamma". */
  readonly origin?: string;
  /** Values of this node, one per output: equal values are identical objects. */
  readonly values: readonly Value[];
}

/** A graph is what its outputs reach. */
export interface Graph {
  readonly inputs: readonly Value[];
  readonly outputs: Readonly<Record<string, Value>>;
}

export type ParameterRole = "weight" | "bias";

/** How composites address a node; see `../composites`. */
export type LayerType =
  | "Convolution"
  | "Linear"
  | "Activation"
  | "ReLU"
  | "AvgPool"
  | "MaxPool"
  | "Sum"
  | "BatchNorm"
  | "Normalization"
  | "Affine"
  | "NeuralizedKMeans"
  | "MinPool"
  | "Imputation"
  | "OneHotEncoding"
  | "LabelEncoding";

/** What a node is before its outputs are inferred. */
export type NodeDraft = Pick<Node, "inputs" | "attributes"> & {
  readonly operator: Operator;
  readonly outputCount: number;
};

/**
 * The gradient with respect to operand `operand`, given one gradient per output (undefined: zero). The result has the
 * shape of the broadcast output or of the operand: the walk in `relevance.ts` sums broadcast axes. Undefined: zero.
 */
export type VectorJacobianProduct = (
  node: Node,
  gradients: readonly (Value | undefined)[],
  operand: number,
) => Value | undefined;

/** What is known of the sign of every element of a value before anything runs. */
export type Sign = "nonnegative" | "nonpositive" | "zero" | "unknown";

/** One operator: everything the compiler knows of it. */
export interface Operator {
  readonly type: string;
  /** "" for the standard operators, "neuralize" for the head layers, which never reach an exported file. */
  readonly domain: string;
  /**
   * The version of its domain that it is written in, where that is not the library's own: what is only carried along
   * means what it meant in its file.
   */
  readonly opset: number | undefined;
  readonly infer: (draft: NodeDraft) => readonly TensorType[];
  /** Undefined: not differentiable; relevance that reaches such a node without a rule stops compilation. */
  readonly vjp: VectorJacobianProduct | undefined;
  /** Which inputs are weight and bias. */
  readonly parameters: (node: Node) => Readonly<Record<number, ParameterRole>>;
  /** What composites may call this node, most specific first. */
  readonly layers: (node: Node) => readonly LayerType[];
  /** The sign of every output, given the signs of the inputs ("unknown" for one that is left out). */
  readonly sign: (node: Node, inputs: readonly Sign[]) => Sign;
  /**
   * Whether it only moves, drops, repeats or selects elements of its data (Reshape, Transpose, Concat, Slice, zero Pad,
   * MaxPool): where relevance is zero wherever the output is zero, its gradient is zero wherever the operand is zero.
   */
  readonly moves: (node: Node) => boolean;
  /** The first opset that can write the node, where that is later than the one files are written in. */
  readonly since: (node: Node) => number;
  /** Head layers: the same computation in standard operators. */
  readonly lower: ((node: Node) => readonly Value[]) | undefined;
  /** Head layers: the same layer with its weights spelled out, for rules that modify them. */
  readonly explicit: ((node: Node) => Node) | undefined;
}
