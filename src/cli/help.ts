/** What each verb does, how it is called, and one example that works in a fresh clone. */
export const VERBS: Readonly<Record<string, { does: string; use: string; example: string }>> = {
  start: { does: "build the site and serve it with the collector", use: "start", example: "npm start" },
  build: { does: "write the site to dist/, for any web server", use: "build", example: "npm run build" },
  dev: { does: "serve the site with hot reload, and a collector beside it", use: "dev", example: "npm run dev" },
  prepare: { does: "put what the site is built from in its place (part of start, build and dev)", use: "prepare", example: "prepare" },
  new: { does: "write a small survey that is in order as it stands, to be changed into yours", use: "new ID [--title TEXT] [--title-en TEXT] [--language zh-cn|en]", example: "new tools --title 订货平台 --title-en 'Ordering platform'" },
  lint: { does: "read questionnaires as a survey methodologist would, and say what to mend", use: "lint [SURVEY…] [--all] [--language zh-cn|en] [--json]", example: "lint pulse" },
  power: { does: "say what the planned number of answers can show", use: "power SURVEY [--wave W] [-n N] [--sd SD] [--language zh-cn|en]", example: "power workload -n 400" },
  schema: { does: "write the files by which an editor explains and checks study.json and mappings", use: "schema", example: "schema" },
  codebook: { does: "print the codebook of surveys, or why one is refused", use: "codebook [SURVEY…] [--json]", example: "codebook pulse" },
  simulate: { does: "make up answers along the questionnaire's logic (a file only, never the store)", use: "simulate SURVEY -n N --seed S --to FILE [--wave W]", example: "simulate pulse -n 200 --seed 1 --to pulse.jsonl" },
  validate: { does: "check a file of responses against the codebook", use: "validate SURVEY FILE", example: "validate pulse pulse.jsonl" },
  import: { does: "store a table of another tool as a closed wave, or draft how it maps to the survey", use: "import SURVEY FILE (--suggest [--to MAP] | --wave W [--map MAP] [--quarantine FILE] [--preview])", example: "import pulse answers.csv --map pulse.map.json --wave 2026-09" },
  open: { does: "open a wave: from now on the questionnaire is frozen and answers are taken", use: "open SURVEY --wave W [--roster FILE]", example: "open pulse --wave trial" },
  invite: { does: "make one-time links for the people of a roster, or a number of them", use: "invite SURVEY [--wave W] (--roster FILE | -n N) --to FILE", example: "invite pulse -n 50 --to links.csv" },
  amend: { does: "correct the questionnaire of an open wave; what was asked before may not change its meaning", use: "amend SURVEY --wave W", example: "amend pulse --wave trial" },
  extend: { does: "say on which other day an open wave is meant to end", use: "extend SURVEY --wave W --to YYYY-MM-DD", example: "extend pulse --wave trial --to 2027-01-31" },
  close: { does: "close a wave for ever", use: "close SURVEY --wave W", example: "close pulse --wave trial" },
  status: { does: "show waves and how many answered (in steps of 10 while open)", use: "status [SURVEY]", example: "status" },
  export: { does: "write the raw responses of a closed wave (for the operator's eyes)", use: "export SURVEY --wave W --to FILE", example: "export pulse --wave trial --to pulse.jsonl" },
  backup: { does: "copy all answers to one file, while the server runs", use: "backup --to FILE", example: "backup --to ../answers.backup" },
  restore: { does: "put a backup in the place of the answers, which are kept beside it", use: "restore --from FILE", example: "restore --from ../answers.backup" },
  "clear-text": { does: "read what was written in words, shuffled, and mark what may be quoted", use: "clear-text SURVEY --wave W (--to FILE | --from FILE)", example: "clear-text policy --wave trial --to texts.csv" },
  release: { does: "protect the responses of a closed wave and write them as a release", use: "release SURVEY [--wave W] [--from FILE] [--preview]", example: "release pulse --wave trial" },
  publish: { does: "say what everybody will see of the newest release, and make it part of the site (--preview: only say)", use: "publish SURVEY --wave W [--preview]", example: "publish pulse --wave trial" },
  retract: { does: "take a release off the site and mark it as withdrawn", use: "retract SURVEY --wave W --why TEXT", example: "retract pulse --wave trial --why 'wrong dates'" },
  purge: { does: "delete the answers of a closed wave for good, its invitations and its key", use: "purge SURVEY --yes --wave W", example: "purge pulse --wave trial --yes" },
  move: { does: "copy all answers into a PostgreSQL database, and check that they are the same there", use: "move --to URL", example: "move --to postgres://survey:secret@localhost:5432/survey" },
};

export function helpText(verb?: string): string {
  const one = verb === undefined ? undefined : VERBS[verb];
  if (verb !== undefined && one) return `${verb}: ${one.does}\n\n  npm run -s qingting -- ${one.use}\n\nExample\n  ${one.example.startsWith("npm") ? one.example : `npm run -s qingting -- ${one.example}`}\n`;
  const width = Math.max(...Object.keys(VERBS).map((name) => name.length));
  return [
    "qingting: questionnaires as files, honest answers from a phone, evidence as a static site",
    "",
    "  npm run -s qingting -- VERB [options]",
    "",
    ...Object.entries(VERBS).map(([name, { does }]) => `  ${name.padEnd(width)}  ${does}`),
    "",
    "Everywhere: --surveys DIR (SURVEYS_DIR), --data DIR (DATA_DIR), --out DIR (OUT_DIR), --json, --quiet, --help",
    "From answers to a page",
    ...["open pulse --wave trial", "close pulse --wave trial", "release pulse --wave trial", "publish pulse --wave trial"].map((line) => `  npm run -s qingting -- ${line}`),
    "",
    "Exit status: 0 done, 1 refused or failed, 2 not understood.",
    "",
  ].join("\n");
}
