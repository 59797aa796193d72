import { invalidOption } from "../errors/messages.ts";

/** A source of uniform numbers in [0, 1), the same sequence for the same seed on every machine. */
export type Random = () => number;

/**
 * The generator sfc32 (Small Fast Counter, 128 bits of state), 32 random bits per number.
 *
 * @param seed a whole number from 0 to 2^53 − 1
 * @throws INVALID_OPTION
 * @see Chris Doty-Humphrey, PractRand 0.94, RNG/sfc.h
 */
export const randomFrom = (seed: number): Random => {
  if (!Number.isSafeInteger(seed) || seed < 0) throw invalidOption("seed", seed, "a whole number from 0 to 2^53 - 1");
  let a = 0;
  let b = seed | 0;
  let c = Math.floor(seed / 2 ** 32) | 0;
  let counter = 1;
  const next = () => {
    const mixed = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + mixed) | 0;
    return (mixed >>> 0) / 2 ** 32;
  };
  // The first outputs still resemble the seed; 12 are discarded as in the reference.
  for (let round = 0; round < 12; round++) next();
  return next;
};
