/** How values between pixels are found, by the names and definitions of Pillow. */
export type Resampling = "nearest" | "box" | "bilinear" | "hamming" | "bicubic" | "lanczos";

export interface Kernel {
  /** Beyond this distance, in pixels, the weight is 0. */
  readonly support: number;
  readonly weight: (distance: number) => number;
}

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

const bilinear = (distance: number): number => Math.max(0, 1 - Math.abs(distance));

function hamming(distance: number): number {
  return Math.abs(distance) < 1 ? sinc(distance) * (0.54 + 0.46 * Math.cos(Math.PI * distance)) : 0;
}

/** Keys' cubic convolution with a = −1/2. */
function bicubic(distance: number): number {
  const x = Math.abs(distance);
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
  return x < 2 ? -0.5 * (((x - 5) * x + 8) * x - 4) : 0;
}

const lanczos = (distance: number): number => (Math.abs(distance) < 3 ? sinc(distance) * sinc(distance / 3) : 0);

/** Pillow 12, src/libImaging/Resample.c. */
export const kernels: Readonly<Record<Exclude<Resampling, "nearest">, Kernel>> = {
  box: { support: 0.5, weight: (distance) => (distance > -0.5 && distance <= 0.5 ? 1 : 0) },
  bilinear: { support: 1, weight: bilinear },
  hamming: { support: 1, weight: hamming },
  bicubic: { support: 2, weight: bicubic },
  lanczos: { support: 3, weight: lanczos },
};
