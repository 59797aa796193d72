import type { JsonPlace } from "../../table/json-reader.ts";
import { type Channels, channelCount } from "./preprocessing.ts";

/** 16384: no network sees more. */
const largestSide = 2 ** 14;

/** A side in pixels. */
export function side(place: JsonPlace): number {
  const value = place.atLeast(1);
  if (!Number.isInteger(value) || value > largestSide)
    throw place.fault(`it is ${value} where a whole number of at most ${largestSide} pixels is expected`);
  return value;
}

/** A number for all channels, or one for each. */
export function perChannel(
  place: JsonPlace | undefined,
  otherwise: number,
  channels: Channels,
  positive = false,
): readonly number[] {
  const count = channelCount(channels);
  if (place === undefined) return new Array<number>(count).fill(otherwise);
  const single = typeof place.json() === "number";
  const values = single ? new Array<number>(count).fill(place.number()) : place.numbers();
  if (values.length !== count) throw place.fault(`it has ${values.length} numbers for ${count} channels`);
  if (positive && values.some((value) => value <= 0)) throw place.fault("it is not positive");
  return values;
}
