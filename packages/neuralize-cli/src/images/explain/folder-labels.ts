/**
 * The folder that every picture lies in, as a label; undefined where that says nothing: a picture lies in no folder
 * below the one that is explained, or all lie in the same.
 */
export function folderLabels(files: readonly string[]): readonly string[] | undefined {
  const folders = files.map((file) => file.slice(0, Math.max(0, file.lastIndexOf("/"))));
  return folders.includes("") || new Set(folders).size < 2 ? undefined : folders;
}
