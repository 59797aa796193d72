import { malformedModel } from "../errors/messages.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Bytes of a string attribute or a string tensor as text. Replacing what is no UTF-8 would make different categories
 * equal.
 * @throws NeuralizeError MALFORMED_MODEL
 */
export function decodeText(bytes: Uint8Array, what: string): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw malformedModel(`${what} holds text that is not UTF-8`);
  }
}
