import { dataTooLarge } from "../errors/messages.ts";

// What is listed is written into the explainer; a file may declare an axis of any size.
const mostListed = 2 ** 22;

/**
 * 0, 1, …, length − 1: the places along an axis.
 * @param what lists them, for the message.
 * @throws NeuralizeError TOO_LARGE for more than any real network has.
 */
export function placesUpTo(length: number, what: string): readonly number[] {
  requireFewPlaces(length, what);
  return Array.from({ length }, (_, i) => i);
}

/** @throws NeuralizeError TOO_LARGE as `placesUpTo`. */
export function requireFewPlaces(count: number, what: string): void {
  if (!(count <= mostListed)) throw dataTooLarge(what, count, "places", mostListed);
}
