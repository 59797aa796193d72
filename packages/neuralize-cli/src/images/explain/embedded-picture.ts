import type { EmbeddedPicture } from "../../report/image-page-data.ts";
import { sharp } from "../decode/sharp.ts";
import type { Picture } from "../picture.ts";
import { shownPicture } from "./shown-picture.ts";

const qualities = [85, 75, 65, 55, 45, 35, 25];

/**
 * What the network saw, as a page holds it: a JPEG of at most `side` pixels on its longer side, in the best quality that
 * fits into `bytes`, or the lowest.
 */
export async function embeddedPicture(seen: Picture, side: number, bytes: number): Promise<EmbeddedPicture> {
  const { data, width, height } = shownPicture(seen, 1, side);
  let file = Buffer.alloc(0);
  for (const quality of qualities) {
    file = await sharp(data, { raw: { width, height, channels: 3 } })
      .jpeg({ quality })
      .toBuffer();
    if (file.length <= bytes) break;
  }
  return { type: "jpeg", width, height, data: file.toString("base64") };
}
