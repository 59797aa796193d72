import { sharp } from "../decode/sharp.ts";
import type { Picture } from "../picture.ts";

/** The picture as a PNG file, without loss. */
export const encodePng = ({ data, width, height }: Picture): Promise<Uint8Array> =>
  sharp(data, { raw: { width, height, channels: 3 }, limitInputPixels: false })
    .png({ compressionLevel: 6 })
    .toBuffer();
