/** Linear-light matrices of full colour-vision deficiency (Machado, Oliveira & Fernandes 2009). */
const matrices = {
  typical: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
} as const;

export type Vision = keyof typeof matrices;
export const visions: readonly Vision[] = ["typical", "protanopia", "deuteranopia", "tritanopia"];

type Color = readonly [red: number, green: number, blue: number];

/** A colour of sRGB, 0..255, as an eye of this kind takes it. */
export function seenBy(color: Color, vision: Vision): Color {
  const [r, g, b] = [linear(color[0]), linear(color[1]), linear(color[2])];
  const [first, second, third] = matrices[vision];
  const row = ([x, y, z]: Color) => encoded(Math.min(1, Math.max(0, x * r + y * g + z * b)));
  return [row(first), row(second), row(third)];
}

function linear(channel: number): number {
  const value = channel / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

const encoded = (light: number) => 255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055);
