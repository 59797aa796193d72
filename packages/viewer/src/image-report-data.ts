// The command line writes the data and owns its description; the page reads it.
export type * from "../../neuralize-cli/src/report/image-page-data.ts";
