/** How much of a set of images a report can hold, so that the file stays under 25 MB and opens at once. */
export interface ImageBudget {
  /** Images in all; of more, all typical and borderline ones and a sample of the others. */
  readonly images: number;
  /** Most typical images kept per cluster in any case, and as many borderline ones. */
  readonly perCluster: number;
  /** Maps against single competitors per image. */
  readonly competitors: number;
  /** Cells of the longer side of a map, at most. */
  readonly cells: number;
  /** Longer side of a picture in pixels, and the bytes that its file may have: encode at lower quality until it fits. */
  readonly pictureSide: number;
  readonly pictureBytes: number;
}

/** Characters of base64 for pictures and maps; the page and the figures need less than the rest of 25 MB. */
const mostCharacters = 23_000_000;
const mostImages = 2000;
const mostPerCluster = 12;
const mostCells = 112;
/** Rather one competitor less than maps coarser than this. */
const fewestCells = 80;
const mostPictureBytes = 11_000;
/** Deflated bytes per cell of a map where nothing can be compressed; 0.4 to 0.78 were measured on photos. */
const bytesPerCell = 1.01;
const base64 = 4 / 3;

/**
 * The budget for `images` images in `clusters` clusters: fewer cells and competitors the more images there are.
 * @param wanted maps against single competitors that are asked for
 */
export function imageBudget(images: number, clusters: number, wanted = 3): ImageBudget {
  const kept = Math.max(1, Math.min(mostImages, images));
  const bytes = mostCharacters / base64 / kept;
  const pictureBytes = Math.floor(Math.min(mostPictureBytes, 0.4 * bytes));
  const cellsFor = (maps: number) =>
    Math.min(mostCells, Math.floor(Math.sqrt((bytes - pictureBytes) / maps / bytesPerCell)));
  // Of two clusters the only competitor is all of them.
  const choices = clusters < 3 ? 0 : Math.min(wanted, clusters - 1);
  const affordable = (bytes - pictureBytes) / bytesPerCell / fewestCells ** 2 - 1;
  const competitors = Math.max(0, Math.min(choices, Math.floor(affordable)));
  return {
    images: kept,
    // Where all are kept, none has to make room.
    perCluster:
      kept === images ? mostPerCluster : Math.max(1, Math.min(mostPerCluster, Math.floor(kept / (4 * clusters)))),
    competitors,
    cells: cellsFor(competitors + 1),
    pictureSide: kept > 1000 ? 160 : 224,
    pictureBytes,
  };
}
