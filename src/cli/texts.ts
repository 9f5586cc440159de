import { clear, type Quote, writtenIn } from "../collector/texts.ts";
import { UsageError, UserError } from "../error.ts";
import { writeList } from "../collector/invitations.ts";
import { readRoster } from "../responses/roster.ts";
import { csvText } from "../survey/csv.ts";
import { type Invocation, type Output, required, surveyName } from "./options.ts";
import { withStore } from "./places.ts";
import { waveOf } from "./wave.ts";

const COLUMNS = ["question", "text", "theme", "publish"] as const;
const YES = new Set(["yes", "y", "1", "x", "true", "是", "公布"]);

/** Writes the texts of a wave as a table, for whoever reads them; takes back what he has marked for publishing. */
export const clearTextVerb = (invocation: Invocation, { say, json, wantsJson }: Output): Promise<boolean> =>
  withStore(invocation.settings, async (store) => {
    const record = await waveOf(store, surveyName(invocation), required(invocation, "wave"));
    const { to, from } = invocation.flags;
    if ((typeof to === "string") === (typeof from === "string")) throw new UsageError("clear-text needs either --to FILE or --from FILE", { fix: "write the texts with --to, mark in the column “publish” what may be quoted, and take the file back with --from" });
    const written = await writtenIn(store, record);
    if (typeof to === "string") {
      writeList(to, csvText([[...COLUMNS], ...written.map(({ variable, text }) => [variable, text, null, null])], "\r\n"));
      if (wantsJson) json({ to, texts: written.length });
      say(`${written.length} texts are in ${to}, in an order that tells nothing. Change or cut what could identify somebody, name a theme, and write yes in the column “publish” where it may be quoted.`);
      return true;
    }
    const quotes = marked(await readRoster(String(from)), String(from), new Set(written.map(({ variable }) => variable)));
    const kept = clear(invocation.settings.data, record, quotes);
    if (wantsJson) json({ quotes: kept.length, of: written.length });
    say(`${kept.length} quotes of ${written.length} texts are cleared; the next release of ${record.survey} ${record.wave} holds them. Delete ${String(from)} when you are done.`);
    return true;
  });

function marked({ columns, rows }: Awaited<ReturnType<typeof readRoster>>, where: string, variables: ReadonlySet<string>): Quote[] {
  const at = COLUMNS.map((name) => columns.indexOf(name));
  if (at.some((i) => i < 0)) throw new UserError(`this table lacks the column ${COLUMNS.find((_, i) => (at[i] ?? -1) < 0)}`, { where, fix: `its columns are ${COLUMNS.join(", ")}` });
  return rows.flatMap(({ line, cells }) => {
    const [variable = "", text = "", theme = "", publish = ""] = at.map((i) => cells[i] ?? "");
    if (!YES.has(publish.toLowerCase())) return [];
    if (!variables.has(variable)) throw new UserError(`line ${line}: no question called “${variable}” was answered in words`, { where, fix: `there are: ${[...variables].join(", ")}` });
    // What a spreadsheet would have run was written with an apostrophe before it.
    return [{ variable, theme, text: /^'[=+\-@＝＋－＠]/.test(text) ? text.slice(1) : text }];
  });
}
