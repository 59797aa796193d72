import { expect, test } from "vitest";
import { openNpz } from "./npz.ts";

// numpy 2.4: np.savez and np.savez_compressed(file, x=np.arange(6, dtype="f4").reshape(2, 3), labels=np.array([1, 2]))
const stored =
  "UEsDBC0AAAAAAAAAIQBP6QAq//////////8FABQAeC5ucHkBABAAmAAAAAAAAACYAAAAAAAAAJNOVU1QWQEAdgB7J2Rlc2NyJzogJzxmNCcsICdmb3J0cmFuX29yZGVyJzogRmFsc2UsICdzaGFwZSc6ICgyLCAzKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAKAAAAAAAAgD8AAABAAABAQAAAgEAAAKBAUEsDBC0AAAAAAAAAIQAM/Bzp//////////8KABQAbGFiZWxzLm5weQEAEACQAAAAAAAAAJAAAAAAAAAAk05VTVBZAQB2AHsnZGVzY3InOiAnPGk4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoBAAAAAAAAAAIAAAAAAAAAUEsBAi0DLQAAAAAAAAAhAE/pACqYAAAAmAAAAAUAAAAAAAAAAAAAAIABAAAAAHgubnB5UEsBAi0DLQAAAAAAAAAhAAz8HOmQAAAAkAAAAAoAAAAAAAAAAAAAAIABzwAAAGxhYmVscy5ucHlQSwUGAAAAAAIAAgBrAAAAmwEAAAAA";
const deflated =
  "UEsDBC0AAAAIAAAAIQBP6QAq//////////8FABQAeC5ucHkBABAAmAAAAAAAAABVAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loG6TZqKuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GkY6CsaaOgq1CmQDLgYwaLAHEg5ABMQNQLzAAQBQSwMELQAAAAgAAAAhAAz8HOn//////////woAFABsYWJlbHMubnB5AQAQAJAAAAAAAAAASgAAAAAAAACb7BfqGxDJyFDGUK2eklqcXKRupaBuk2mhrqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RpGOpo6CrUKFAAuRgYIYILSAFBLAQItAy0AAAAIAAAAIQBP6QAqVQAAAJgAAAAFAAAAAAAAAAAAAACAAQAAAAB4Lm5weVBLAQItAy0AAAAIAAAAIQAM/BzpSgAAAJAAAAAKAAAAAAAAAAAAAACAAYwAAABsYWJlbHMubnB5UEsFBgAAAAACAAIAawAAABIBAAAAAA==";

test.each([
  ["stored", stored],
  ["deflated", deflated],
])("%s arrays are read", (_, base64) => {
  const npz = openNpz(Buffer.from(base64, "base64"), "a.npz");
  expect(npz.names).toEqual(["x", "labels"]);
  expect(npz.read("x")).toEqual({ shape: [2, 3], data: Float32Array.of(0, 1, 2, 3, 4, 5), type: "float32" });
  expect(npz.read("labels")).toEqual({ shape: [2], data: Float64Array.of(1, 2), type: "int64" });
  expect(() => npz.read("y")).toThrow(
    expect.objectContaining({ code: "NO_SUCH_ARRAY", message: 'a.npz has no array "y"; it has x, labels.' }),
  );
});

const bytes = Buffer.from(deflated, "base64");
const directory = bytes.indexOf("PK\u0001\u0002");
const end = bytes.indexOf("PK\u0005\u0006");
const altered = (change: (copy: Buffer) => void): Buffer => {
  const copy = Buffer.from(bytes);
  change(copy);
  return copy;
};

test("a comment behind the archive does no harm", () => {
  expect(openNpz(Buffer.concat([bytes, Buffer.from("made by hand")]), "a.npz").names).toEqual(["x", "labels"]);
});

test.each([
  ["no archive", Buffer.from("a,b\n1,2\n"), /not a .npz file/],
  ["half an archive", bytes.subarray(0, 300), /not a .npz file, or truncated/],
  ["a directory elsewhere", altered((copy) => copy.writeUInt32LE(7, end + 16)), /directory is damaged/],
  ["too many entries", altered((copy) => copy.writeUInt16LE(60_000, end + 10)), /claims 60000 arrays/],
  [
    "no arrays",
    altered((copy) => copy.fill("txt", directory + 48, directory + 51).fill("txt", end - 3, end)),
    /no .npy/,
  ],
  ["an encrypted array", altered((copy) => copy.writeUInt16LE(1, directory + 8)), /encrypted/],
  ["an unknown compression", altered((copy) => copy.writeUInt16LE(12, directory + 10)), /method 12/],
  ["a bomb", altered((copy) => copy.writeUInt32LE(2 ** 31, directory + 24)), /has 2147483648 bytes; at most/],
  ["a size that lies", altered((copy) => copy.writeUInt32LE(40, directory + 24)), /"x" is damaged/],
  ["a place outside", altered((copy) => copy.writeUInt32LE(0xfffffff0, directory + 42)), /not where the directory/],
  ["more than there is", altered((copy) => copy.writeUInt32LE(100_000, directory + 20)), /truncated/],
  ["altered data", altered((copy) => copy.writeUInt8(0, 100)), /"x" is damaged/],
  ["altered checksum", altered((copy) => copy.writeUInt32LE(0, directory + 16)), /"x" is damaged/],
])("%s is refused", (_, archive, message) => {
  expect(() => openNpz(archive, "a.npz").read("x")).toThrow(
    expect.objectContaining({ code: "WRONG_NPZ", message: expect.stringMatching(message) }),
  );
});
