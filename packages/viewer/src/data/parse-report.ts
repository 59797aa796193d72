import type { PageData } from "../embed.ts";

/** Versions of the data that this page reads. */
const versions = { table: 1, images: 1 } as const;

/**
 * The data that was embedded in the page.
 *
 * @throws Error, in words for the reader of the page, if there is none or it is of another kind or version
 */
export function parseReport(json: string): PageData {
  if (json.trim() === "") {
    throw new Error("This page holds no report yet: it is the template that “neuralize explain” fills.");
  }
  const data = JSON.parse(json) as PageData;
  const version = Object.hasOwn(versions, data.kind) ? versions[data.kind] : undefined;
  if (version === undefined) {
    throw new Error(`This page reads reports on tables and on images, but its data is of kind “${String(data.kind)}”.`);
  }
  if (data.version !== version) {
    throw new Error(
      `This page reads reports of version ${version}, but its data is of version ${String(data.version)}.`,
    );
  }
  return data;
}
