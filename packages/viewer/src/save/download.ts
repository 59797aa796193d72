/** Hands a file to the reader. */
export function download(name: string, type: string, content: string | Blob): void {
  const blob = typeof content === "string" ? new Blob([content], { type: `${type};charset=utf-8` }) : content;
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName(name);
  link.click();
  // Later, since a browser may read the address only after this click has been handled.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** What every file system accepts: letters, digits, dots, dashes. */
function fileName(name: string): string {
  return (
    name
      .replace(/[^\p{L}\p{N}.-]+/gu, "-")
      .replace(/^[-.]+|-+$/g, "")
      .slice(0, 120) || "chart"
  );
}
