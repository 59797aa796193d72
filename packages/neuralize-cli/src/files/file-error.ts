import { cannotOpen, cannotWrite, diskFull } from "../errors/messages.ts";

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder",
  EACCES: "permission is denied",
  EPERM: "permission is denied",
  EROFS: "the file system is read-only",
  ENOTDIR: "a part of the path is not a folder",
  EISDIR: "it is a folder",
  EEXIST: "a file of that name is in the way",
  ENAMETOOLONG: "the name is too long",
  EMFILE: "too many files are open",
};

const codeOf = (error: unknown) =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;

const reasonOf = (error: unknown) =>
  reasons[codeOf(error) ?? ""] ?? (error instanceof Error ? error.message : `${error}`);

/** The error of a failed write as a user should read it: a full disk is told from a path that cannot be written. */
export function writeError(path: string, error: unknown): Error {
  const code = codeOf(error);
  if (code === "ENOSPC" || code === "EDQUOT") return diskFull(path, { cause: error });
  return cannotWrite(path, reasonOf(error), { cause: error });
}

/** The error of a failed read as a user should read it. */
export const readError = (path: string, error: unknown) => cannotOpen(path, reasonOf(error));
