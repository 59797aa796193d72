import { fromBinary } from "@bufbuild/protobuf";
import { expect, test } from "vitest";
import { buildModel, nodeOf, weights } from "../../../../test/support/build-model.ts";
import { decode } from "./decode.ts";
import { ModelProtoSchema } from "./generated/onnx_pb.ts";
import { measure } from "./measure.ts";

const noLimit = { cost: Number.POSITIVE_INFINITY, depth: Number.POSITIVE_INFINITY };

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}

/** A field of a message that holds `bytes`. */
function field(number: number, bytes: Uint8Array): Uint8Array {
  const head = [number * 8 + 2, ...varint(bytes.length)];
  const whole = new Uint8Array(head.length + bytes.length);
  whole.set(head);
  whole.set(bytes, head.length);
  return whole;
}

function repeated(unit: readonly number[], times: number): Uint8Array {
  const bytes = new Uint8Array(unit.length * times);
  for (let i = 0; i < bytes.length; i++) bytes[i] = unit[i % unit.length] ?? 0;
  return bytes;
}

const [graphField, nodeField, initializerField] = [7, 1, 5];

// [what, a file of a few megabytes that would become gigabytes of objects]
const bombs: readonly (readonly [string, Uint8Array])[] = [
  ["nodes", field(graphField, repeated([nodeField * 8 + 2, 0], 2_000_000))],
  ["names of inputs", field(graphField, field(nodeField, repeated([1 * 8 + 2, 0], 8_000_000)))],
  ["attributes", field(graphField, field(nodeField, repeated([5 * 8 + 2, 0], 2_000_000)))],
  ["sizes of a tensor", field(graphField, field(initializerField, field(1, repeated([1], 20_000_000))))],
  ["integers one by one", field(graphField, field(initializerField, repeated([7 * 8, 1], 20_000_000)))],
  ["metadata", repeated([14 * 8 + 2, 0], 2_000_000)],
];

test.each(bombs)("%s without number are refused before they are built", (_, bytes) => {
  expect(() => decode(bytes)).toThrow(
    expect.objectContaining({
      code: "TOO_LARGE",
      message: expect.stringMatching(/structure of the model takes \d+ bytes/),
    }),
  );
});

test("messages that lie too deep in each other are refused without meeting the stack", () => {
  // A sequence of a sequence of …: ValueInfoProto.type.sequence_type.elem_type.sequence_type…
  let type: Uint8Array = new Uint8Array(0);
  for (let i = 0; i < 1000; i++) type = field(4, field(1, type));
  expect(() => decode(field(graphField, field(11, field(2, type))))).toThrow(
    expect.objectContaining({ code: "MALFORMED_MODEL", message: expect.stringMatching(/64 deep/) }),
  );
});

test("an ordinary model is measured whole, whatever its weights take", () => {
  const small = buildModel([nodeOf("Mul(x, w) -> y")], { initializer: [weights("w", [3], [1, 2, 3])] });
  const large = buildModel([nodeOf("Mul(x, w) -> y")], {
    initializer: [weights("w", [100_000], new Array(100_000).fill(1))],
  });
  const [a, b] = [small, large].map((bytes) => measure(ModelProtoSchema, bytes, noLimit));
  expect(a?.cost).toBeLessThan(20_000);
  expect(Math.abs((a?.cost ?? 0) - (b?.cost ?? 0))).toBeLessThan(200);
  expect(a?.depth).toBeLessThan(10);
});

test("whatever can be read can be measured, and truncated bytes neither", () => {
  const bytes = buildModel([nodeOf("Mul(x, w) -> y")], { initializer: [weights("w", [3], [1, 2, 3])] });
  const succeeds = (read: () => unknown): boolean => {
    try {
      read();
      return true;
    } catch {
      return false;
    }
  };
  for (let length = 0; length < bytes.length; length++) {
    const part = bytes.slice(0, length);
    const readable = succeeds(() => fromBinary(ModelProtoSchema, part));
    if (readable) expect(succeeds(() => measure(ModelProtoSchema, part, noLimit))).toBe(true);
  }
});
