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
      expect(readNpy(bytes, "x.npy")).toEqual({ shape, data });
      expect(bytes.length - data.byteLength).toBe(128 - 64 * Number(bytes.length - data.byteLength === 64));
    }
  }
});

test("a file of numpy 2.4 is read: np.save of [[1.5, -2.0]] as float64", () => {
  const base64 =
    "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDEsIDIpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAD4PwAAAAAAAADA";
  expect(readNpy(Buffer.from(base64, "base64"), "x.npy")).toEqual({ shape: [1, 2], data: Float64Array.of(1.5, -2) });
});

test("version 2 headers and data at odd offsets are read", () => {
  const data = new Uint8Array(Float32Array.of(1, 2).buffer);
  const bytes = npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", data, 2);
  const shifted = new Uint8Array(bytes.length + 1);
  shifted.set(bytes, 1);
  expect(readNpy(shifted.subarray(1), "x.npy").data).toEqual(Float32Array.of(1, 2));
});

test.each([
  ["another file", new TextEncoder().encode("a,b\n1,2\n0123456789"), /not a .npy file/],
  ["no bytes", new Uint8Array(), /not a .npy file/],
  ["objects", npy("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }"), /type "\|O"/],
  ["integers", npy("{'descr': '<i8', 'fortran_order': False, 'shape': (1,), }", new Uint8Array(8)), /type "<i8"/],
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
  ["Fortran order", npy("{'descr': '<f8', 'fortran_order': True, 'shape': (1,), }", new Uint8Array(8)), /Fortran/],
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
