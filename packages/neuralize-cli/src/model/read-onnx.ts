import { closeSync, fstatSync, openSync, readSync, realpathSync } from "node:fs";
import { basename, dirname, resolve, sep } from "node:path";
import { type DecodeOptions, decode, type Model, NeuralizeError } from "neuralize";
import { externalDataOutside, externalDataShort, inFile, modelTooLarge } from "../errors/messages.ts";
import { readError } from "../files/file-error.ts";
import { readBounded } from "../files/read-bounded.ts";

// Protobuf itself ends at 2 GiB; larger models keep their weights in external data.
const largestFile = 2 ** 31;

/**
 * Reads an ONNX file; external data is read from the model's own folder and nowhere else.
 * @throws NeuralizeError CANNOT_OPEN, TOO_LARGE, EXTERNAL_DATA_OUTSIDE, EXTERNAL_DATA_SHORT, and those of `decode`.
 */
export async function readOnnx(path: string, options: Pick<DecodeOptions, "inputShapes"> = {}): Promise<Model> {
  const bytes = await readBounded(path, largestFile, (size) => modelTooLarge(basename(path), size));
  const folder = realpathSync(dirname(resolve(path)));
  try {
    return decode(bytes, {
      ...options,
      externalData: (location, offset, length) => readInside(folder, location, offset, length),
    });
  } catch (error) {
    throw error instanceof NeuralizeError ? inFile(basename(path), error) : error;
  }
}

function readInside(folder: string, location: string, offset: number, length: number | undefined): Uint8Array {
  const wanted = resolve(folder, location);
  if (!wanted.startsWith(folder + sep)) throw externalDataOutside(location);
  let descriptor: number | undefined;
  try {
    // A link inside the folder may still point out of it.
    if (!realpathSync(wanted).startsWith(folder + sep)) throw externalDataOutside(location);
    descriptor = openSync(wanted, "r");
    const { size } = fstatSync(descriptor);
    const count = length ?? size - offset;
    if (offset + count > size) throw externalDataShort(location, offset + count, size);
    const bytes = new Uint8Array(count);
    for (let done = 0; done < count; ) done += readSync(descriptor, bytes, done, count - done, offset + done);
    return bytes;
  } catch (error) {
    throw error instanceof Error &&
      "code" in error &&
      typeof error.code === "string" &&
      error.code.startsWith("E") &&
      !error.code.startsWith("EXTERNAL")
      ? readError(wanted, error)
      : error;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
