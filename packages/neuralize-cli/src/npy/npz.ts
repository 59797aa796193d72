import { crc32, inflateRawSync } from "node:zlib";
import { noSuchArray, wrongNpz } from "../errors/messages.ts";
import { type NpyArray, readNpy } from "./npy.ts";

/** The arrays of a .npz file, each read when it is asked for. */
export interface Npz {
  /** Names of the arrays, in the file's order. */
  readonly names: readonly string[];
  /** @throws NO_SUCH_ARRAY, WRONG_NPZ, WRONG_NPY */
  readonly read: (name: string) => NpyArray;
}

interface Entry {
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly header: number;
}

const mostEntries = 10_000;
/** What one array may unpack to: 1 GiB. */
const largestArray = 2 ** 30;

const endSignature = 0x06054b50;
const centralSignature = 0x02014b50;
const localSignature = 0x04034b50;
const endLength = 22;
const centralLength = 46;
const localLength = 30;
const [stored, deflated] = [0, 8];

/**
 * Opens a file of `numpy.savez` or `savez_compressed`: a ZIP archive of .npy files, stored or deflated. Sizes are
 * checked before anything is unpacked, checksums after.
 *
 * `title` names the file in errors. Format: APPNOTE.TXT of PKWARE, §4.3; no ZIP64, which begins at 4 GiB.
 *
 * @throws WRONG_NPZ
 */
export function openNpz(bytes: Uint8Array, title: string): Npz {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = readDirectory(view, bytes, title);
  return {
    names: [...entries.keys()],
    read: (name) => {
      const entry = entries.get(name);
      if (entry === undefined) throw noSuchArray(title, name, [...entries.keys()]);
      return readNpy(unpack(view, bytes, entry, name, title), `${title}, array ${JSON.stringify(name)}`);
    },
  };
}

function readDirectory(view: DataView, bytes: Uint8Array, title: string): ReadonlyMap<string, Entry> {
  const end = endOfDirectory(view);
  if (end === undefined) throw wrongNpz(title, "it is not a .npz file, or truncated");
  const count = view.getUint16(end + 10, true);
  if (count > mostEntries) throw wrongNpz(title, `it claims ${count} arrays`);
  const entries = new Map<string, Entry>();
  let at = view.getUint32(end + 16, true);
  for (let i = 0; i < count; i++) {
    if (at + centralLength > end || view.getUint32(at, true) !== centralSignature)
      throw wrongNpz(title, "its directory is damaged");
    const [name, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
    const start = at + centralLength;
    const file = new TextDecoder().decode(bytes.subarray(start, start + (name ?? 0)));
    if (view.getUint16(at + 8, true) & 1) throw wrongNpz(title, `${JSON.stringify(file)} is encrypted`);
    if (file.endsWith(".npy"))
      entries.set(file.slice(0, -".npy".length), {
        method: view.getUint16(at + 10, true),
        crc: view.getUint32(at + 16, true),
        packed: view.getUint32(at + 20, true),
        size: view.getUint32(at + 24, true),
        header: view.getUint32(at + 42, true),
      });
    at = start + (name ?? 0) + (extra ?? 0) + (comment ?? 0);
  }
  if (entries.size === 0) throw wrongNpz(title, "it holds no .npy file");
  return entries;
}

/** The last record of the archive; a comment of up to 64 KiB may follow it. */
function endOfDirectory(view: DataView): number | undefined {
  const earliest = Math.max(0, view.byteLength - endLength - 0xffff);
  for (let at = view.byteLength - endLength; at >= earliest; at--) {
    if (view.getUint32(at, true) === endSignature) return at;
  }
  return undefined;
}

function unpack(view: DataView, bytes: Uint8Array, entry: Entry, name: string, title: string): Uint8Array {
  const { header, packed, size, method, crc } = entry;
  const wrong = (what: string): Error => wrongNpz(title, `array ${JSON.stringify(name)} ${what}`);
  if (size > largestArray) throw wrong(`has ${size} bytes; at most ${largestArray} are read`);
  if (header + localLength > bytes.length || view.getUint32(header, true) !== localSignature)
    throw wrong("is not where the directory says");
  // Names and extra fields may be longer here than in the directory.
  const start = header + localLength + view.getUint16(header + 26, true) + view.getUint16(header + 28, true);
  if (start + packed > bytes.length) throw wrong("is truncated");
  const data = bytes.subarray(start, start + packed);
  if (method !== stored && method !== deflated) throw wrong(`is compressed by method ${method}, which is not read`);
  const content = method === stored ? data : inflated(data, size);
  if (content?.length !== size || crc32(content) !== crc) throw wrong("is damaged");
  return content;
}

function inflated(data: Uint8Array, size: number): Uint8Array | undefined {
  try {
    return inflateRawSync(data, { maxOutputLength: Math.max(1, size) });
  } catch {
    return undefined;
  }
}
