import { type Derived, withColumns } from "../../query/derive.ts";

/** A query of the explorer as a program can make it again from the released database. */
export interface SqlRecipe {
  /** Name of the database, in the folder in which the program runs. */
  readonly file: string;
  readonly sql: string;
  /** What the view “recoded” adds, where a person recoded something. */
  readonly recoded: readonly Derived[];
}

const statements = ({ sql, recoded }: SqlRecipe): { readonly before: string | undefined; readonly sql: string } => ({ before: recoded.length === 0 || !/\brecoded\b/i.test(sql) ? undefined : `CREATE TEMPORARY VIEW recoded AS SELECT * FROM ${withColumns("responses", recoded)}`, sql });

/** The database that the browser runs, in R. */
export function sqlInR(recipe: SqlRecipe): string {
  const { before, sql } = statements(recipe);
  return `# install.packages("duckdb")
# ${JSON.stringify(recipe.file)} 与本程序放在同一文件夹。Put this file and ${JSON.stringify(recipe.file)} into one folder, then: Rscript FILE
library(duckdb)
data <- dbConnect(duckdb(), dbdir = ${JSON.stringify(recipe.file)}, read_only = TRUE)
${before === undefined ? "" : `invisible(dbExecute(data, ${rawInR(before)}))\n`}print(dbGetQuery(data, ${rawInR(sql)}))
dbDisconnect(data, shutdown = TRUE)
`;
}

/** The same in Python. */
export function sqlInPython(recipe: SqlRecipe): string {
  const { before, sql } = statements(recipe);
  return `# pip install duckdb pandas
# ${JSON.stringify(recipe.file)} 与本程序放在同一文件夹。Put this file and ${JSON.stringify(recipe.file)} into one folder, then: python FILE
import duckdb
data = duckdb.connect(${JSON.stringify(recipe.file)}, read_only=True)
${before === undefined ? "" : `data.execute(${rawInPython(before)})\n`}print(data.execute(${rawInPython(sql)}).df().to_string())
`;
}

/** As it was written, lines and quotes included (R 4.0): as many dashes as keep its end apart from anything inside. */
function rawInR(text: string): string {
  let dashes = "";
  while (text.includes(`)${dashes}"`)) dashes += "-";
  return `r"${dashes}(${text})${dashes}"`;
}

/** As it was written, unless that would end the text early. */
const rawInPython = (text: string): string => (/"""|["\\]$/.test(text) ? JSON.stringify(text) : `r"""${text}"""`);
