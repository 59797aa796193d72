import { create } from "@bufbuild/protobuf";
import { dataTooLarge, malformedModel } from "../errors/messages.ts";
import {
  type AttributeProto,
  AttributeProtoSchema,
  type FunctionProto,
  type NodeProto,
  NodeProtoSchema,
} from "./generated/onnx_pb.ts";
import { domainOf, type Opsets, opsetsOf } from "./opsets.ts";

/** A node with the opsets that it is written in: those of its function, which may differ from the model's. */
export interface PlacedNode {
  readonly proto: NodeProto;
  readonly opsets: Opsets;
}

// A function that calls two functions that call two functions … is how a small file would explode.
const mostNodes = 1_000_000;
const deepest = 32;
// Every inner name begins with its call's: a name of a megabyte would be repeated in all of them.
const longestPrefix = 200;

type Callable = Pick<FunctionProto, "domain" | "name" | "overload">;

const key = ({ domain, name, overload }: Callable): string => JSON.stringify([domainOf(domain), name, overload]);

interface Body {
  readonly proto: FunctionProto;
  readonly opsets: Opsets;
}

/**
 * Replaces every call of a model-local function by the function's body, until none is left. Inner names get the
 * call's name as a prefix, so that they stay unique and readable.
 * @throws NeuralizeError MALFORMED_MODEL for functions that call themselves, TOO_LARGE for exploding ones,
 *   UNSUPPORTED_OPSET.
 */
export function inlineFunctions(
  nodes: readonly NodeProto[],
  functions: readonly FunctionProto[],
  opsets: Opsets,
): readonly PlacedNode[] {
  let current: readonly PlacedNode[] = nodes.map((proto) => ({ proto, opsets }));
  const bodies = new Map(
    functions.map((proto) => [key(proto), { proto, opsets: new Map([...opsets, ...opsetsOf(proto.opsetImport)]) }]),
  );
  if (bodies.size < functions.length) throw malformedModel("two of its functions have the same name");
  const bodyOf = ({ proto }: PlacedNode): Body | undefined =>
    bodies.size === 0 ? undefined : bodies.get(calledBy(proto));
  if (bodies.size > 0) checkInlinedSize(nodes, bodies);
  for (let depth = 0; current.some((each) => bodyOf(each) !== undefined); depth++) {
    current = current.flatMap((each, i) => {
      const body = bodyOf(each);
      return body === undefined ? [each] : inlined(each.proto, body, `${depth}.${i}`);
    });
  }
  return current;
}

const calledBy = ({ domain, opType, overload }: NodeProto): string => key({ domain, name: opType, overload });

/** Counts what inlining would make, level by level, before anything is made. */
function checkInlinedSize(nodes: readonly NodeProto[], bodies: ReadonlyMap<string, Body>): void {
  const countsOf = (list: readonly NodeProto[]): ReadonlyMap<string, number> => {
    const counts = new Map<string, number>();
    for (const proto of list) {
      const called = calledBy(proto);
      if (bodies.has(called)) counts.set(called, (counts.get(called) ?? 0) + 1);
    }
    return counts;
  };
  const inner = new Map([...bodies].map(([name, { proto }]) => [name, countsOf(proto.node)]));
  let size = nodes.length;
  let calls = countsOf(nodes);
  for (let depth = 0; calls.size > 0; depth++) {
    if (depth === deepest)
      throw malformedModel(`its functions call each other more than ${deepest} deep, or in a circle`);
    const next = new Map<string, number>();
    for (const [name, count] of calls) {
      size += count * ((bodies.get(name)?.proto.node.length ?? 0) - 1);
      for (const [callee, times] of inner.get(name) ?? []) next.set(callee, (next.get(callee) ?? 0) + count * times);
    }
    if (size > mostNodes) throw dataTooLarge("The model with its functions inlined", size, "nodes", mostNodes);
    calls = next;
  }
}

function inlined(call: NodeProto, { proto: body, opsets }: Body, place: string): readonly PlacedNode[] {
  const prefix = `${(call.name || call.opType).slice(0, longestPrefix)}#${place}`;
  const names = new Map<string, string>([
    ...body.input.map((name, i) => [name, call.input[i] ?? ""] as const),
    ...body.output.map((name, i) => [name, call.output[i] || `${prefix}/${name}`] as const),
  ]);
  const renamed = (name: string): string => (name === "" ? "" : (names.get(name) ?? `${prefix}/${name}`));
  const given = new Map(call.attribute.map((each) => [each.name, each]));
  const defaults = new Map(body.attributeProto.map((each) => [each.name, each]));
  const resolved = (attribute: AttributeProto): readonly AttributeProto[] => {
    if (attribute.refAttrName === "") return [attribute];
    const actual = given.get(attribute.refAttrName) ?? defaults.get(attribute.refAttrName);
    // A new message that shares its contents: a tensor in it is not copied for every node that refers to it.
    return actual === undefined ? [] : [Object.assign(create(AttributeProtoSchema), actual, { name: attribute.name })];
  };
  return body.node.map((each) => ({
    opsets,
    proto: create(NodeProtoSchema, {
      opType: each.opType,
      domain: each.domain,
      overload: each.overload,
      name: `${prefix}/${each.name}`,
      input: each.input.map(renamed),
      output: each.output.map(renamed),
      attribute: each.attribute.flatMap(resolved),
    }),
  }));
}
