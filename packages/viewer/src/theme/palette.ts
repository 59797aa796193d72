/**
 * The colours of the page, once for a light ground and once for a dark one.
 *
 * Hues of clusters and hues of sign are separate: teal and brown (the ends of ColorBrewer's BrBG) mean for and against
 * and nothing else. The values were found by maximising the smallest distance in OKLab under simulated protanopia,
 * deuteranopia and tritanopia; the test beside this file measures it.
 */
export interface ThemedColor {
  readonly light: string;
  readonly dark: string;
}

export const clusterColors: readonly ThemedColor[] = [
  { light: "#4576e7", dark: "#6487e7" },
  { light: "#ee7018", dark: "#fda225" },
  { light: "#6f3482", dark: "#895194" },
  { light: "#a979a7", dark: "#ffb1fe" },
  { light: "#7e9e6b", dark: "#a4dca1" },
  { light: "#863d2b", dark: "#ac4a56" },
  { light: "#349be0", dark: "#72a9cf" },
  { light: "#7963b4", dark: "#5f67d8" },
  { light: "#313b43", dark: "#83898f" },
  { light: "#907648", dark: "#e8d758" },
];

export const signColors: { readonly for: ThemedColor; readonly against: ThemedColor } = {
  for: { light: "#00796b", dark: "#3fc4b0" },
  against: { light: "#9a5b10", dark: "#b98346" },
};

/** Grounds that the colours are seen on. */
export const grounds: ThemedColor = { light: "#ffffff", dark: "#15171c" };

/** Shapes tell clusters apart that share a colour, from the eleventh on. */
const symbols = ["circle", "square", "diamond", "triangle", "star"] as const;
export type ClusterSymbol = (typeof symbols)[number];

export function clusterSymbol(cluster: number): ClusterSymbol {
  return symbols[Math.floor(cluster / clusterColors.length) % symbols.length] ?? "circle";
}

export const clusterColor = (cluster: number): string => `var(--cluster-${cluster % clusterColors.length})`;

/** Colour of text on a ground of the cluster's colour. */
export const clusterInk = (cluster: number): string => `var(--cluster-${cluster % clusterColors.length}-ink)`;

export const signColor = (value: number): string => (value < 0 ? "var(--against)" : "var(--for)");

/** Custom properties of the palette, name and value; `light-dark` follows the colour scheme of each element. */
export function paletteProperties(): readonly (readonly [name: string, value: string])[] {
  const both = ({ light, dark }: ThemedColor) => `light-dark(${light}, ${dark})`;
  return [
    ...clusterColors.flatMap((color, k): [string, string][] => [
      [`--cluster-${k}`, both(color)],
      [`--cluster-${k}-ink`, both({ light: inkOn(color.light), dark: inkOn(color.dark) })],
    ]),
    ["--for", both(signColors.for)],
    ["--against", both(signColors.against)],
    ["--ground", both(grounds)],
  ];
}

/** White or black, whichever reads better (WCAG contrast). */
export function inkOn(color: string): string {
  return contrastRatio(color, "#ffffff") >= contrastRatio(color, "#000000") ? "#ffffff" : "#000000";
}

export function contrastRatio(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = linearRgb(color);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Linear light of "#rrggbb", each in 0..1. */
function linearRgb(color: string): readonly number[] {
  return [1, 3, 5].map((at) => {
    const encoded = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return encoded <= 0.04045 ? encoded / 12.92 : ((encoded + 0.055) / 1.055) ** 2.4;
  });
}
