import type { EmbeddedPicture } from "../image-report-data.ts";
import { paint } from "../relevance/paint.ts";
import type { Display, ShownMap } from "../relevance/shown-map.ts";
import { pictureUrl } from "./picture-url.ts";

/** Longer side of saved pictures at least, in pixels. */
const savedSide = 672;

/** A map as a PNG, each cell a square of whole pixels. */
export async function heatmapPng(shown: ShownMap, table: Uint8Array, { contrast }: Display): Promise<Blob> {
  const { height, width } = shown.smoothed;
  const enlarged = Math.max(1, Math.ceil(savedSide / Math.max(height, width)));
  const [canvas, context] = drawing(width * enlarged, height * enlarged);
  context.imageSmoothingEnabled = shown.smoothed !== shown.cells;
  context.drawImage(painted(shown, table, contrast, "opaque"), 0, 0, canvas.width, canvas.height);
  return png(canvas);
}

/** A map over its picture, as the page shows it. */
export async function overlayPng(
  picture: EmbeddedPicture,
  shown: ShownMap,
  table: Uint8Array,
  { contrast, opacity }: Display,
): Promise<Blob> {
  const enlarged = Math.max(1, Math.ceil(savedSide / Math.max(picture.height, picture.width)));
  const [canvas, context] = drawing(picture.width * enlarged, picture.height * enlarged);
  const image = new Image();
  image.src = pictureUrl(picture) ?? "";
  await image.decode();
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  // Not by the filter of a canvas, which Safari lacks.
  const pixels = context.getImageData(0, 0, canvas.width, canvas.height);
  context.putImageData(new ImageData(grey(pixels.data), canvas.width, canvas.height), 0, 0);
  context.globalAlpha = opacity;
  context.drawImage(painted(shown, table, contrast, "see-through"), 0, 0, canvas.width, canvas.height);
  return png(canvas);
}

/** RGBA bytes in the greys of grayscale(1) of CSS. */
function grey(pixels: Uint8ClampedArray): Uint8ClampedArray<ArrayBuffer> {
  const result = new Uint8ClampedArray(pixels);
  for (let i = 0; i < result.length; i += 4) {
    result.fill(0.2126 * (pixels[i] ?? 0) + 0.7152 * (pixels[i + 1] ?? 0) + 0.0722 * (pixels[i + 2] ?? 0), i, i + 3);
  }
  return result;
}

function painted(
  shown: ShownMap,
  table: Uint8Array,
  contrast: number,
  veil: "opaque" | "see-through",
): HTMLCanvasElement {
  const { height, width, values } = shown.smoothed;
  const [canvas, context] = drawing(width, height);
  context.putImageData(new ImageData(paint(values, shown.scale / contrast, table, "all", veil), width, height), 0, 0);
  return canvas;
}

function drawing(width: number, height: number): [HTMLCanvasElement, CanvasRenderingContext2D] {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("This browser cannot draw on a canvas.");
  return [canvas, context];
}

function png(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob === null ? reject(new Error("The picture cannot be saved.")) : resolve(blob)),
      "image/png",
    );
  });
}
