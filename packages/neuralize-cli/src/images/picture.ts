export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Box extends Size {
  readonly left: number;
  readonly top: number;
}

/** An upright picture in sRGB, 8 bits per channel, without transparency. */
export interface Picture extends Size {
  /** [height, width, 3], row-major: R, G, B. */
  readonly data: Uint8Array;
}

/** A decoded file. Very large ones are held smaller than they are. */
export interface DecodedPicture extends Picture {
  /** Size of the picture in the file, upright. */
  readonly original: Size;
}
