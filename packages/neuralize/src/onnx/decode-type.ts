import { contradictingShape, contradictingType, malformedModel, notATensor } from "../errors/messages.ts";
import { compatibleShapes, showShape } from "../graph/shapes.ts";
import type { Dimension, TensorType } from "../graph/value.ts";
import { dataTypeOf } from "./data-type.ts";
import type { TensorShapeProto, TypeProto } from "./generated/onnx_pb.ts";

/** What a declared type is called that is no tensor. */
const kinds: Readonly<Record<string, string>> = {
  sequenceType: "a sequence",
  mapType: "a map",
  optionalType: "an optional value",
  sparseTensorType: "a sparse tensor",
};

/**
 * The declared type of a value, or undefined where none is declared. Sizes without a number or a name get one of their
 * own; −1, which some exporters write, is such a size.
 * @param role "input", "output" or "value", for messages.
 * @throws NeuralizeError NOT_A_TENSOR, MALFORMED_MODEL, UNSUPPORTED_DATA_TYPE.
 */
export function declaredType(type: TypeProto | undefined, name: string, role: string): TensorType | undefined {
  if (type?.value.case === undefined) return undefined;
  if (type.value.case !== "tensorType") throw notATensor(role, name, kinds[type.value.case] ?? type.value.case);
  const { elemType, shape } = type.value.value;
  if (elemType === 0) return undefined;
  return { type: dataTypeOf(elemType, `${role} "${name}"`), shape: shape && sizesOf(shape, name) };
}

const sizesOf = ({ dim }: TensorShapeProto, name: string): readonly Dimension[] =>
  dim.map(({ value }, axis): Dimension => {
    if (value.case === "dimParam" && value.value !== "") return value.value;
    if (value.case !== "dimValue" || value.value === -1n) return `${name}.${axis}`;
    const size = Number(value.value);
    if (size < 0 || !Number.isSafeInteger(size))
      throw malformedModel(`"${name}" is declared with an axis of size ${value.value}`);
    return size;
  });

/** @throws NeuralizeError TYPE_MISMATCH, SHAPE_MISMATCH where a file declares a value otherwise than it is computed. */
export function requireDeclared(inferred: TensorType, declared: TensorType | undefined, name: string): void {
  if (declared === undefined) return;
  if (declared.type !== inferred.type) throw contradictingType(name, inferred.type, declared.type);
  if (!compatibleShapes(inferred.shape, declared.shape))
    throw contradictingShape(name, showShape(inferred.shape), showShape(declared.shape));
}
