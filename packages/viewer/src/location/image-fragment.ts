/** What the part of the address after # remembers on a page of images. */
export interface ImageLocation {
  /** File of the image. */
  readonly image?: string;
  /** Only if it is not all competitors together. */
  readonly against?: number;
}

/** "#image=pizza/image_0001.jpg&against=2". */
export function formatImageFragment({ image, against }: ImageLocation): string {
  const parts: string[] = [];
  // Slashes may stand in a fragment, and a path reads better with them.
  if (image !== undefined) parts.push(`image=${encodeURIComponent(image).replaceAll("%2F", "/")}`);
  if (against !== undefined) parts.push(`against=${against}`);
  return parts.length === 0 ? "" : `#${parts.join("&")}`;
}

/** Reads what `formatImageFragment` wrote; whatever else stands there is left out, since anyone can edit an address. */
export function parseImageFragment(fragment: string): ImageLocation {
  const parameters = new URLSearchParams(fragment.replace(/^#/, "").replaceAll("+", "%2B"));
  const image = parameters.get("image");
  const against = parameters.get("against");
  return {
    ...(image === null ? {} : { image }),
    ...(against !== null && /^\d{1,15}$/.test(against) ? { against: Number(against) } : {}),
  };
}
