import { expect, test } from "vitest";
import { readNpy, writeNpy } from "./npy.ts";

/** A file as numpy writes it, with any header. */
function npy(header: string, data: Uint8Array = new Uint8Array(), version = 1): Uint8Array {
  const text = new TextEncoder().encode(`${header}\n`);
  const length = version === 1 ? [text.length & 255, text.length >> 8] : [text.length & 255, text.length >> 8, 0, 0];
  return Uint8Array.from([0x93, ...new TextEncoder().encode("NUMPY"), version, 0, ...length, ...text, ...data]);
}

test("arrays come back as they were written", () => {
  for (const data of [Float32Array.of(0.1, -2, 3e30, 4, 5, 6), Float64Array.of(0.1, -2, 3e300, 4, 5, 6)]) {
    for (const shape of [[2, 3], [6], [1, 2, 3]]) {
      const bytes = writeNpy({ shape, data });
      const type = data instanceof Float32Array ? "float32" : "float64";
      expect(readNpy(bytes, "x.npy")).toEqual({ shape, data, type });
      expect(bytes.length - data.byteLength).toBe(128 - 64 * Number(bytes.length - data.byteLength === 64));
    }
  }
});

test("a file of numpy 2.4 is read: np.save of [[1.5, -2.0]] as float64", () => {
  const base64 =
    "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDEsIDIpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAD4PwAAAAAAAADA";
  expect(readNpy(Buffer.from(base64, "base64"), "x.npy")).toEqual({
    shape: [1, 2],
    data: Float64Array.of(1.5, -2),
    type: "float64",
  });
});

test("version 2 headers and data at odd offsets are read", () => {
  const data = new Uint8Array(Float32Array.of(1, 2).buffer);
  const bytes = npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", data, 2);
  const shifted = new Uint8Array(bytes.length + 1);
  shifted.set(bytes, 1);
  expect(readNpy(shifted.subarray(1), "x.npy").data).toEqual(Float32Array.of(1, 2));
});

// np.save of np.array([0, 1, -2, 0.1, 65504, inf, 6e-8], "f2") and the like: the bytes behind the header.
test.each([
  [
    "<f2",
    "float16",
    [0x0000, 0x3c00, 0xc000, 0x2e66, 0x7bff, 0x7c00, 0x0001].flatMap((bits) => [bits & 255, bits >> 8]),
    Float32Array.of(0, 1, -2, 0.0999755859375, 65504, Number.POSITIVE_INFINITY, 2 ** -24),
  ],
  ["|i1", "int8", [1, 255, 128], Float32Array.of(1, -1, -128)],
  ["<i2", "int16", [1, 0, 255, 255], Float32Array.of(1, -1)],
  ["<i4", "int32", [1, 0, 0, 1], Float64Array.of(2 ** 24 + 1)],
  ["<i8", "int64", [254, 255, 255, 255, 255, 255, 255, 255], Float64Array.of(-2)],
  ["|u1", "uint8", [0, 255], Float32Array.of(0, 255)],
  ["<u2", "uint16", [255, 255], Float32Array.of(65535)],
  ["<u4", "uint32", [255, 255, 255, 255], Float64Array.of(2 ** 32 - 1)],
  ["<u8", "uint64", [3, 0, 0, 0, 0, 0, 0, 0], Float64Array.of(3)],
  ["|b1", "bool", [0, 1], Float32Array.of(0, 1)],
] as const)("%s is read as %s", (descr, type, bytes, data) => {
  const header = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${data.length},), }`;
  expect(readNpy(npy(header, Uint8Array.from(bytes)), "x.npy")).toEqual({ shape: [data.length], data, type });
});

test("Fortran order comes back in C order", () => {
  // np.asfortranarray(np.arange(24).reshape(2, 3, 4)) in memory.
  const fortran = Array.from({ length: 24 }, (_, i) => 12 * (i % 2) + 4 * (Math.floor(i / 2) % 3) + Math.floor(i / 6));
  const header = "{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3, 4), }";
  const { data } = readNpy(npy(header, Uint8Array.from(fortran)), "x.npy");
  expect([...data]).toEqual(Array.from({ length: 24 }, (_, i) => i));
  const empty = readNpy(npy("{'descr': '|u1', 'fortran_order': True, 'shape': (0, 3), }"), "x.npy");
  expect(empty).toEqual({ shape: [0, 3], data: new Float32Array(), type: "uint8" });
});

test.each([
  ["another file", new TextEncoder().encode("a,b\n1,2\n0123456789"), /not a .npy file/],
  ["no bytes", new Uint8Array(), /not a .npy file/],
  ["objects", npy("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }"), /type "\|O"/],
  [
    "complex numbers",
    npy("{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }", new Uint8Array(8)),
    /type "<c8"/,
  ],
  [
    "a whole number that float64 does not hold",
    npy("{'descr': '<i8', 'fortran_order': False, 'shape': (1,), }", Uint8Array.of(1, 0, 0, 0, 0, 0, 32, 0)),
    /beyond 2\^53/,
  ],
  [
    "big-endian numbers",
    npy("{'descr': '>f8', 'fortran_order': False, 'shape': (1,), }", new Uint8Array(8)),
    /type ">f8"/,
  ],
  [
    "records",
    npy("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (1,), }", new Uint8Array(8)),
    /no simple/,
  ],
  ["no order", npy("{'descr': '<f8', 'shape': (1,), }", new Uint8Array(8)), /no order/],
  [
    "too little data",
    npy("{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }", new Uint8Array(8)),
    /needs 16 bytes.*has 8/,
  ],
  [
    "a shape beyond all memory",
    npy("{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999, 99999999999), }"),
    /needs/,
  ],
  ["an endless header", Uint8Array.from([...npy("x".repeat(5000), new Uint8Array(), 2)]), /header claims 5001 bytes/],
  ["a truncated header", npy("{'descr': '<f8', 'fortran_order': False}").subarray(0, 30), /truncated/],
  ["a version of the future", npy("{}", new Uint8Array(), 9), /version 9/],
])("%s is refused", (_, bytes, message) => {
  expect(() => readNpy(bytes, "x.npy")).toThrow(
    expect.objectContaining({ code: "WRONG_NPY", message: expect.stringMatching(message) }),
  );
});
