import { mkdir, writeFile } from "node:fs/promises";

export type Cell = string | number;

/** A Markdown table. */
export function table(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const line = (cells: readonly Cell[]): string => `| ${cells.join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
}

/** Prints a benchmark's text and keeps it beside its figures: bench/results/NAME.md and NAME.json. */
export async function publish(name: string, figures: object, text: string): Promise<void> {
  const folder = "bench/results";
  await mkdir(folder, { recursive: true });
  await writeFile(`${folder}/${name}.json`, `${JSON.stringify(figures, undefined, 2)}\n`);
  await writeFile(`${folder}/${name}.md`, `${text}\n`);
  console.log(text);
}
