/** Places of the parts of a waterfall, in pixels. */
export interface WaterfallLayout {
  readonly width: number;
  readonly height: number;
  /** Height of what stands above the lines. */
  readonly header: number;
  /** Upper edge of the drawn part of a line, the last of which is the evidence. */
  readonly top: (line: number) => number;
  /** Height of the drawn part of a line. */
  readonly size: number;
  readonly names: number;
  readonly bars: { readonly x: number; readonly width: number };
  readonly strips: { readonly x: number; readonly width: number };
  /** Right edges of the three columns of figures; none where there is no room beside the strips. */
  readonly figures: readonly number[];
}

/** Beside each other where there is room, else every name above its bar; `lines` without the evidence. */
export function waterfallLayout(width: number, lines: number): WaterfallLayout {
  const wide = width >= 600;
  const [header, pitch, inset, size] = wide ? [52, 36, 5, 25] : [40, 58, 22, 24];
  return {
    width,
    height: header + (lines + 1) * pitch,
    header,
    top: (line) => header + line * pitch + inset,
    size,
    ...(wide ? beside(width) : above(width)),
  };
}

type Columns = Pick<WaterfallLayout, "names" | "bars" | "strips" | "figures">;

function above(width: number): Columns {
  const bars = Math.round(width * 0.55);
  return { names: width, bars: { x: 0, width: bars }, strips: { x: bars + 12, width: width - bars - 12 }, figures: [] };
}

function beside(width: number): Columns {
  const names = Math.round(Math.min(190, width * 0.19));
  // 72 pixels hold a date.
  const figure = Math.round(Math.min(84, Math.max(72, width * 0.09)));
  const rest = width - names - 3 * figure - 30;
  const bars = { x: names + 6, width: Math.round(rest * 0.62) };
  return {
    names,
    bars,
    strips: { x: bars.x + bars.width + 14, width: rest - bars.width },
    figures: [2, 1, 0].map((after) => width - after * figure),
  };
}
