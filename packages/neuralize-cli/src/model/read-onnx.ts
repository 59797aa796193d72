import { realpathSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { type DecodeOptions, decode, type Model, NeuralizeError } from "neuralize";
import { inFile, modelTooLarge } from "../errors/messages.ts";
import { readBounded } from "../files/read-bounded.ts";
import { externalDataIn } from "./external-data.ts";

// Protobuf itself ends at 2 GiB; larger models keep their weights in external data.
const largestFile = 2 ** 31;

/**
 * Reads an ONNX file; external data is read from the model's own folder and nowhere else.
 * @throws NeuralizeError CANNOT_OPEN, TOO_LARGE, those of `externalDataIn`, and those of `decode`.
 */
export async function readOnnx(path: string, options: Pick<DecodeOptions, "inputShapes"> = {}): Promise<Model> {
  const bytes = await readBounded(path, largestFile, (size) => modelTooLarge(basename(path), size));
  const folder = realpathSync(dirname(resolve(path)));
  try {
    return decode(bytes, { ...options, externalData: externalDataIn(folder) });
  } catch (error) {
    throw error instanceof NeuralizeError ? inFile(basename(path), error) : error;
  }
}
