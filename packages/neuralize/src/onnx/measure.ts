import { type DescField, type DescMessage, ScalarType } from "@bufbuild/protobuf";
import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";

// About what each costs as an object in memory, in bytes, measured: a message of two bytes in the file becomes some
// hundred; four bytes of a list of floats become a number of eight, in an array that grows.
const messageCost = 400;
const textCost = 80;
const wholeCost = 32;

interface Level {
  readonly message: DescMessage;
  /** Where it ends in the bytes. */
  readonly end: number;
}

/** How large the objects of an encoded message would be, and how deep they lie in each other. */
export interface Measure {
  readonly cost: number;
  readonly depth: number;
}

/**
 * Walks an encoded message without building anything: what the file's own bytes would become as objects (raw tensors
 * stay views of the file and cost nothing). Iterative; stops as soon as either limit is passed.
 * @throws Error for bytes that are no protobuf.
 */
export function measure(schema: DescMessage, bytes: Uint8Array, limit: Measure): Measure {
  const reader = new BinaryReader(bytes);
  const levels: Level[] = [{ message: schema, end: bytes.length }];
  const fields = new Map<DescMessage, ReadonlyMap<number, DescField>>();
  let [cost, depth] = [0, 0];
  for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
    if (cost > limit.cost || depth > limit.depth) break;
    if (reader.pos >= level.end) {
      levels.pop();
      continue;
    }
    const [number, wireType] = reader.tag();
    const known = fields.get(level.message) ?? new Map(level.message.fields.map((field) => [field.number, field]));
    fields.set(level.message, known);
    const field = known.get(number);
    if (wireType !== WireType.LengthDelimited || field === undefined) {
      // Fields that nobody knows are not kept.
      if (field !== undefined) cost += wholeCost;
      reader.skip(wireType, number);
      continue;
    }
    const length = reader.uint32();
    if (field.message !== undefined) {
      cost += messageCost;
      levels.push({ message: field.message, end: reader.pos + length });
      depth = Math.max(depth, levels.length);
      continue;
    }
    cost += costOf(field, bytes, reader.pos, length);
    reader.pos += length;
  }
  return { cost, depth };
}

function costOf({ scalar }: DescField, bytes: Uint8Array, start: number, length: number): number {
  if (scalar === ScalarType.BYTES) return textCost;
  if (scalar === ScalarType.STRING) return textCost + 2 * length;
  if (scalar === ScalarType.FLOAT || scalar === ScalarType.DOUBLE) return 4 * length;
  // Every varint of a packed list ends in a byte below 128.
  let count = 0;
  for (let i = start; i < Math.min(start + length, bytes.length); i++) if ((bytes[i] ?? 0) < 0x80) count++;
  return count * wholeCost;
}
