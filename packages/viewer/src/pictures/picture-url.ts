import type { EmbeddedPicture } from "../image-report-data.ts";
import { bytesOf } from "../relevance/decode-map.ts";

/** The only kinds of picture that are shown: none of them can run or load anything, as SVG could. */
const mediaTypes = { jpeg: "image/jpeg", png: "image/png", webp: "image/webp" } as const;

const addresses = new WeakMap<EmbeddedPicture, string>();

/** The media type of a picture; undefined for a type that is not shown, whatever the data says. */
export function mediaType({ type }: Pick<EmbeddedPicture, "type">): string | undefined {
  return Object.hasOwn(mediaTypes, type) ? mediaTypes[type] : undefined;
}

/** An address of the picture's bytes inside this page; undefined if they cannot be a picture. */
export function pictureUrl(picture: EmbeddedPicture): string | undefined {
  const known = addresses.get(picture);
  if (known !== undefined) return known;
  const type = mediaType(picture);
  if (type === undefined) return undefined;
  try {
    const address = URL.createObjectURL(new Blob([bytesOf(picture.data)], { type }));
    addresses.set(picture, address);
    return address;
  } catch {
    // Not base64.
    return undefined;
  }
}
