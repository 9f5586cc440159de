/** What the explorer shows, as its address says it: `?v=NAME&by=NAME&f.NAME=a,b&r.NAME=RECODE&view=all`. A link opens exactly that. */
export interface View {
  /** A variable, or the id of a figure. */
  readonly v: string | undefined;
  readonly by: string | undefined;
  /** Values that an answer must be among, per variable. */
  readonly where: Readonly<Record<string, readonly string[]>>;
  /** How variables are merged or cut, as `explorer-recode.ts` writes it. */
  readonly recode: Readonly<Record<string, string>>;
  /** Every figure under the filters, instead of one. */
  readonly all: boolean;
}

export const EMPTY: View = { v: undefined, by: undefined, where: {}, recode: {}, all: false };
const FILTER = "f.";
const RECODE = "r.";

/** Commas part the values, so a comma inside of one is written as %2C, and a per cent sign as %25. */
const escaped = (code: string): string => code.replaceAll("%", "%25").replaceAll(",", "%2C");
const unescaped = (code: string): string => code.replaceAll("%2C", ",").replaceAll("%25", "%");

export function readView(search: string): View {
  const query = new URLSearchParams(search);
  const under = (prefix: string): (readonly [string, string])[] => [...query].flatMap(([key, value]) => (key.startsWith(prefix) && value !== "" ? [[key.slice(prefix.length), value] as const] : []));
  return {
    v: query.get("v") || undefined,
    by: query.get("by") || undefined,
    where: Object.fromEntries(under(FILTER).map(([name, value]) => [name, value.split(",").map(unescaped)])),
    recode: Object.fromEntries(under(RECODE)),
    all: query.get("view") === "all",
  };
}

/** With a leading question mark, or nothing. */
export function writeView({ v, by, where, recode, all }: View): string {
  const query = new URLSearchParams();
  if (v !== undefined) query.set("v", v);
  if (by !== undefined) query.set("by", by);
  for (const [name, codes] of Object.entries(where)) if (codes.length > 0) query.set(FILTER + name, codes.map(escaped).join(","));
  for (const [name, spec] of Object.entries(recode)) if (spec !== "") query.set(RECODE + name, spec);
  if (all) query.set("view", "all");
  const text = query.toString().replaceAll("%2C", ",").replaceAll("%3A", ":").replaceAll("%7C", "|");
  return text === "" ? "" : `?${text}`;
}
