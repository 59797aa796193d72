export { embedReport } from "../../neuralize-cli/src/report/embed-report.ts";
