export { embedReport, type PageData } from "../../neuralize-cli/src/report/embed-report.ts";
