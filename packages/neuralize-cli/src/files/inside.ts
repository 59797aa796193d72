import { sep } from "node:path";

/** Whether a path lies below a folder; both absolute and free of "..". The root is a folder that ends in its separator. */
export const isInside = (folder: string, path: string): boolean =>
  path.startsWith(folder.endsWith(sep) ? folder : folder + sep) && path !== folder;
