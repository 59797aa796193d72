/** Text cut to a width in pixels, with an ellipsis; 0.53 em is the mean width of a character of a sans serif. */
export function truncate(text: string, pixels: number, fontSize = 12): string {
  const characters = [...text];
  const fits = Math.max(1, Math.floor(pixels / (0.53 * fontSize)));
  return characters.length <= fits
    ? text
    : `${characters
        .slice(0, fits - 1)
        .join("")
        .trimEnd()}…`;
}
