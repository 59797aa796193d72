import { createReadStream } from "node:fs";
import { pipeline, type Readable } from "node:stream";
import { createGunzip } from "node:zlib";

/**
 * The bytes of a text file, unpacked where its name ends in .gz.
 * @param most of an unpacked file; a packed one is read as far as it is asked for.
 */
export const openBytes = (path: string, most = Number.POSITIVE_INFINITY): Readable =>
  /\.gz$/i.test(path)
    ? // Unlike pipe, it hands on errors of the file, and closes it when the reader has enough.
      pipeline(createReadStream(path), createGunzip(), () => {})
    : createReadStream(path, { end: most - 1 });
