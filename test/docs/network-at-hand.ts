/** What the README's reader has at hand: the bytes of a network, and a picture as its input. */
export const networkAtHand = `
import { readFileSync } from "node:fs";
const bytes: Uint8Array = readFileSync("test/reference/cnn/model.onnx");
const pixels = Float32Array.from({ length: 768 }, (_, i) => Math.sin(i));
`;
