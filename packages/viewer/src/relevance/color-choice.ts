import {
  type ColorMap,
  colorMaps,
  colorSteps,
  colorTable,
} from "../../../neuralize-cli/src/images/heatmap/color-maps.ts";
import { contrastRatio, grounds } from "../theme/palette.ts";

/** "page" stands for the hues of sign around a middle that is as light or as dark as the ground. */
const page = { light: "teal-brown", dark: "teal-brown-dark" } as const;

const titles: Readonly<Record<string, string>> = {
  "red-blue": "red and blue",
  "orange-purple": "orange and purple",
  "orange-blue-dark": "orange and blue on black",
};

interface Family {
  readonly title: string;
  readonly choices: readonly (readonly [name: string, title: string])[];
}

/** What a reader can choose from. */
export const colorChoices: readonly Family[] = [
  {
    title: "even steps, safe for colour-blind readers",
    choices: [
      ["page", "teal and brown"],
      ...colorMaps.flatMap(({ name }) => (titles[name] === undefined ? [] : [[name, titles[name]] as const])),
    ],
  },
  {
    title: "zennit’s",
    choices: colorMaps.filter(({ family }) => family === "zennit").map(({ name }) => [name, name] as const),
  },
];

/** The colours of a choice as bytes [2 · 255 + 1, 3]. */
export function chosenTable(choice: string, darkGround: boolean): Uint8Array {
  const name = choice === "page" ? page[darkGround ? "dark" : "light"] : choice;
  const map = colorMaps.find((candidate) => candidate.name === name) ?? (colorMaps[0] as ColorMap);
  const known = tables.get(map) ?? colorTable(map);
  tables.set(map, known);
  return known;
}

const tables = new Map<ColorMap, Uint8Array>();

/** The colour of the place −1..1 as "#rrggbb". */
export function colorAt(table: Uint8Array, place: number): string {
  const entry = 3 * (colorSteps + Math.round(colorSteps * place));
  return `#${[...table.slice(entry, entry + 3)].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

/** The colour that stands for a side beside text: of its darker and lighter ones that which is read best on the ground. */
export function sideColor(table: Uint8Array, side: 1 | -1, darkGround: boolean): string {
  const ground = darkGround ? grounds.dark : grounds.light;
  const candidates = [0.5, 0.6, 0.7, 0.8, 0.9, 1].map((place) => colorAt(table, side * place));
  return candidates.reduce((best, color) =>
    contrastRatio(color, ground) > contrastRatio(best, ground) ? color : best,
  );
}
