/** Where the build finds what it shows, as the command line hands it over; folders of the project by default. */
export const SURVEYS_DIR = process.env["SURVEYS_DIR"] ?? "surveys";
export const DATA_DIR = process.env["DATA_DIR"] ?? "data";
export const PUBLIC_DIR = process.env["PUBLIC_DIR"] ?? "public";
/** Origin and path of a collector elsewhere; empty where it serves this site. */
export const COLLECTOR_URL = (process.env["COLLECTOR_URL"] ?? "").replace(/\/$/, "");
