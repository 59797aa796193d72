import { closeSync, fstatSync, openSync, readSync, realpathSync } from "node:fs";
import { totalmem } from "node:os";
import { resolve } from "node:path";
import { type DecodeOptions, NeuralizeError } from "neuralize";
import {
  externalDataOutside,
  externalDataRepeated,
  externalDataShort,
  externalDataTooLarge,
} from "../errors/messages.ts";
import { readError } from "../files/file-error.ts";
import { isInside } from "../files/inside.ts";
import { mostAtOnce, readFlags, requirePlain, shrunk } from "../files/plain-file.ts";

type ExternalData = NonNullable<DecodeOptions["externalData"]>;

/** Tensors may share a part of a file; more than this often, and it is memory that is wanted, not weights. */
const mostRepeated = 2;

/** What this process may use at all: it may have been given less than the machine has. */
const memory = (): number => Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);

/**
 * Reads the external data of one model: plain files of its own folder or below, also where links point. Tensors of the
 * same bytes share them in memory.
 *
 * @param folder real path of the model's folder
 * @param most bytes that all tensors together may take
 * @throws (when it reads) EXTERNAL_DATA_OUTSIDE, EXTERNAL_DATA_SHORT, EXTERNAL_DATA_REPEATED, TOO_LARGE, CANNOT_OPEN
 */
export function externalDataIn(folder: string, most = memory()): ExternalData {
  const regions = new Map<string, Uint8Array>();
  const claimed = new Map<string, number>();
  let total = 0;
  const claim = (location: string, path: string, count: number, size: number): void => {
    const ofFile = (claimed.get(path) ?? 0) + count;
    if (ofFile > mostRepeated * size) throw externalDataRepeated(location, ofFile, size);
    total += count;
    if (total > most) throw externalDataTooLarge(total, most);
    claimed.set(path, ofFile);
  };
  return (location, offset, length) => {
    const path = pathInside(folder, location);
    return withFile(path, (descriptor, size) => {
      const count = length ?? size - offset;
      if (count < 0 || offset + count > size) throw externalDataShort(location, offset + count, size);
      const key = `${offset} ${count} ${path}`;
      const known = regions.get(key);
      if (known !== undefined) return known;
      claim(location, path, count, size);
      const bytes = readRegion(descriptor, path, offset, count);
      regions.set(key, bytes);
      return bytes;
    });
  };
}

function pathInside(folder: string, location: string): string {
  const wanted = resolve(folder, location);
  if (!isInside(folder, wanted)) throw externalDataOutside(location);
  const real = attempt(wanted, () => realpathSync(wanted));
  // A link inside the folder may still point out of it.
  if (!isInside(folder, real)) throw externalDataOutside(location);
  return real;
}

function withFile<T>(path: string, read: (descriptor: number, size: number) => T): T {
  return attempt(path, () => {
    const descriptor = openSync(path, readFlags);
    try {
      const stats = fstatSync(descriptor);
      requirePlain(path, stats);
      return read(descriptor, stats.size);
    } finally {
      closeSync(descriptor);
    }
  });
}

function readRegion(descriptor: number, path: string, offset: number, count: number): Uint8Array {
  const bytes = new Uint8Array(count);
  for (let done = 0; done < count; ) {
    const read = readSync(descriptor, bytes, done, Math.min(mostAtOnce, count - done), offset + done);
    if (read === 0) throw shrunk(path);
    done += read;
  }
  return bytes;
}

function attempt<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw error instanceof NeuralizeError ? error : readError(path, error);
  }
}
