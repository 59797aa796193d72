import type { Metadata } from "sharp";
import { damagedImage, imageTooLarge, notAnImage } from "../../errors/messages.ts";
import type { DecodedPicture } from "../picture.ts";
import { sharp } from "./sharp.ts";

/** What is held of a picture: 4096 × 4096 pixels, 50 MB. Larger ones are shrunk while they are decoded. */
const mostHeldPixels = 2 ** 24;
/** 23 000 × 23 000: formats that are decoded line by line need little memory for that. */
const mostStreamedPixels = 2 ** 29;
/** 8192 × 8192: other formats, and progressive JPEG or interlaced PNG, are decoded as a whole, up to 6 bytes a pixel. */
const mostWholePixels = 2 ** 26;

const streamed = new Set(["jpeg", "png"]);

/**
 * Decodes a picture: JPEG, PNG, WebP, TIFF (first page), GIF (first frame) or AVIF, whatever the file is called.
 *
 * It comes back upright (EXIF orientation applied), in sRGB (embedded profiles applied, CMYK by its profile or a usual
 * one), in 8 bits, grey as three equal channels, transparency composited on white. A picture of more than 2²⁴ pixels is
 * shrunk to that while it is decoded.
 *
 * @param title names the file in errors
 * @throws NOT_AN_IMAGE; DAMAGED_IMAGE for one that is corrupt or truncated; TOO_LARGE with its size
 */
export async function decodePicture(bytes: Uint8Array, title: string): Promise<DecodedPicture> {
  try {
    const found = await metadataOf(bytes);
    checkSize(found, title);
    const { width, height } = found.autoOrient;
    const shrink = Math.max(1, Math.sqrt((width * height) / mostHeldPixels));
    const whole = sharp(bytes, { ...input, limitInputPixels: mostStreamedPixels, autoOrient: true });
    const size = { width: Math.max(1, Math.floor(width / shrink)), height: Math.max(1, Math.floor(height / shrink)) };
    const held = shrink === 1 ? whole : whole.resize({ ...size, fit: "fill", kernel: "linear" });
    const inSrgb = needsOutputProfile(found) ? held.withIccProfile("srgb") : held.toColourspace("srgb");
    const { data, info } = await inSrgb
      .flatten({ background: "#ffffff" })
      .raw({ depth: "uchar" })
      .toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, data: threeChannels(data, info), original: { width, height } };
  } catch (error) {
    throw asPictureError(error, title);
  }
}

// Warnings are not failures: most old photographs have some.
const input = { failOn: "error", limitInputPixels: false } as const;

const metadataOf = (bytes: Uint8Array): Promise<Metadata> => sharp(bytes, input).metadata();

function checkSize({ width, height, autoOrient, format, isProgressive }: Metadata, title: string): void {
  const most = streamed.has(format) && isProgressive !== true ? mostStreamedPixels : mostWholePixels;
  if (width * height > most) throw imageTooLarge(title, autoOrient.width, autoOrient.height, most);
}

/** sharp works on 16-bit colour with a profile in Display P3 and converts only where an output profile is named. */
const needsOutputProfile = ({ space, hasProfile }: Metadata): boolean => space === "rgb16" && hasProfile;

function threeChannels(data: Buffer, { channels, width, height }: { channels: number; width: number; height: number }) {
  if (channels === 3) return new Uint8Array(data.buffer, data.byteOffset, data.length);
  const rgb = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) rgb.fill(data[i * channels] ?? 0, 3 * i, 3 * i + 3);
  return rgb;
}

/** What libvips says in several lines, of which the first names the fault. */
function asPictureError(error: unknown, title: string): unknown {
  if (!(error instanceof Error) || "code" in error) return error;
  const [reason = ""] = error.message.split("\n");
  return /unsupported image format|operation is blocked/.test(error.message)
    ? notAnImage(title)
    : damagedImage(title, reason.trim());
}
