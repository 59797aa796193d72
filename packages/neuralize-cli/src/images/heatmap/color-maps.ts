import { distance, fromOklab, oklab, type Rgb } from "./oklab.ts";

/** Colours from −1 (against) over 0 to 1 (for). */
export interface ColorMap {
  readonly name: string;
  /** "perceptual": equal steps look equally large, and the sides differ for colour-blind readers. */
  readonly family: "perceptual" | "zennit";
  /** Outwards from zero, evenly spaced in sRGB (zennit) or by distance in OKLab (perceptual). */
  readonly zero: string;
  readonly against: readonly string[];
  readonly for: readonly string[];
}

/**
 * Diverging colour maps. The light perceptual ones are ColorBrewer's BrBG, RdBu and PuOr (Harrower & Brewer 2003),
 * without their darkest ends, where hues can hardly be told apart, and with even steps; those of zennit are its built-in
 * diverging maps by their own names.
 */
export const colorMaps: readonly ColorMap[] = [
  {
    name: "teal-brown",
    family: "perceptual",
    zero: "#f5f5f5",
    against: ["#f6e8c3", "#dfc27d", "#bf812d", "#8c510a"],
    for: ["#c7eae5", "#80cdc1", "#35978f", "#01665e"],
  },
  {
    name: "teal-brown-dark",
    family: "perceptual",
    zero: "#15171c",
    against: ["#5a3610", "#b5772c", "#f2b866"],
    for: ["#07504c", "#1fa39b", "#86ece4"],
  },
  {
    name: "red-blue",
    family: "perceptual",
    zero: "#f7f7f7",
    against: ["#d1e5f0", "#92c5de", "#4393c3", "#2166ac"],
    for: ["#fddbc7", "#f4a582", "#d6604d", "#b2182b"],
  },
  {
    name: "orange-purple",
    family: "perceptual",
    zero: "#f7f7f7",
    against: ["#d8daeb", "#b2abd2", "#8073ac", "#5e3c99"],
    for: ["#fee0b6", "#fdb863", "#e08214", "#a04c06"],
  },
  {
    name: "orange-blue-dark",
    family: "perceptual",
    zero: "#15171c",
    against: ["#1d4374", "#4990d6", "#a5d3ff"],
    for: ["#6b3310", "#d97b28", "#ffc98a"],
  },
  {
    name: "coldnhot",
    family: "zennit",
    zero: "#000000",
    against: ["#0000ff", "#00ffff"],
    for: ["#ff0000", "#ffff00", "#ffffff"],
  },
  { name: "bwr", family: "zennit", zero: "#ffffff", against: ["#0000ff"], for: ["#ff0000"] },
  { name: "france", family: "zennit", zero: "#ffffff", against: ["#0055a4"], for: ["#ef4135"] },
  { name: "seismic", family: "zennit", zero: "#d0d0d0", against: ["#0000d0"], for: ["#d00000"] },
  { name: "coolio", family: "zennit", zero: "#d0d0d0", against: ["#00d0d0"], for: ["#d000d0"] },
  { name: "coleus", family: "zennit", zero: "#d0d0d0", against: ["#00d000"], for: ["#d000d0"] },
];

/** Steps on either side of zero in a table of colours. */
export const colorSteps = 255;

/**
 * The colours of a map as bytes [2 · 255 + 1, 3]: entry 255 is zero, entry 255 + round(255 · t) stands for t = −1..1.
 */
export function colorTable(map: ColorMap): Uint8Array {
  const table = new Uint8Array(3 * (2 * colorSteps + 1));
  for (const [side, colors] of [
    [-1, map.against],
    [1, map.for],
  ] as const) {
    const arm = armOf([map.zero, ...colors].map(rgb), map.family);
    for (let step = 0; step <= colorSteps; step++) {
      table.set(arm(step / colorSteps).map(Math.round), 3 * (colorSteps + side * step));
    }
  }
  return table;
}

/** The colour at t = 0..1 from the first to the last of several colours. */
function armOf(colors: readonly Rgb[], family: ColorMap["family"]): (t: number) => Rgb {
  if (family === "zennit") {
    const places = colors.map((_, i) => i / (colors.length - 1));
    return (t) => between(colors, places, t);
  }
  const labs = colors.map(oklab);
  const lengths = labs.map((lab, i) => (i === 0 ? 0 : distance(lab, labs[i - 1] ?? lab)));
  const whole = lengths.reduce((a, b) => a + b, 0);
  let travelled = 0;
  const places = lengths.map((length) => {
    travelled += length;
    return travelled / whole;
  });
  return (t) => fromOklab(between(labs, places, t));
}

type Point = readonly [number, number, number];

/** Linear interpolation of points at increasing places from 0 to 1. */
function between(points: readonly Point[], places: readonly number[], t: number): Point {
  const above = Math.max(
    1,
    places.findIndex((place) => place >= t),
  );
  const [low, high] = [points[above - 1], points[above]];
  const [from = 0, to = 1] = [places[above - 1], places[above]];
  if (low === undefined || high === undefined) return points.at(-1) ?? [0, 0, 0];
  const part = to > from ? (t - from) / (to - from) : 0;
  return [low[0] + part * (high[0] - low[0]), low[1] + part * (high[1] - low[1]), low[2] + part * (high[2] - low[2])];
}

function rgb(color: string): Rgb {
  const value = Number.parseInt(color.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}
