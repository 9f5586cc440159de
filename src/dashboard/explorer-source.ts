import type { Facts } from "../chart/figure.ts";
import { readCube } from "../cube/codec.ts";
import { tallyCube } from "../query/cube.ts";
import type { Derived } from "../query/derive.ts";
import type { Session } from "../query/session.ts";
import type { Tally, TallyQuery } from "../query/tally.ts";
import type { Wasm } from "../query/wasm.ts";
import type { Codebook } from "../survey/codebook.ts";
import type { Locale } from "../survey/text.ts";
import { fetched } from "./fetched.ts";
import { lazily } from "./lazily.ts";

/** What the page hands over, as JSON. Addresses are absolute paths on this site. */
export interface ExplorerConfig {
  readonly locale: Locale;
  readonly release?: {
    readonly database: string;
    readonly cube: string;
    readonly codebook: string;
    /** The table of codes, where single responses are released. */
    readonly codes?: string;
    readonly microdata: "public" | "withheld";
    readonly facts: Facts;
  };
  /** Codebooks of the questionnaires as they are answered, for files of one's own. */
  readonly surveys: readonly { readonly id: string; readonly title: string; readonly codebook: string }[];
}

/** What is explored: a release, or a person's own file. */
export interface Source {
  readonly codebook: Codebook;
  readonly facts: Facts;
  /** Single responses are there: any answer narrows, any variable splits. */
  readonly rows: boolean;
  /** A release, with its tables beside the responses; else a file of one's own. */
  readonly released: boolean;
  /** The table of codes that programs read: where it can be had, or that it must be made from what is open. */
  readonly codes: { readonly name: string; readonly url?: string };
  /** The database that SQL asks, where it can be had. */
  readonly database?: { readonly name: string; readonly url: string };
  /** @param derived variables made while looking that the query names */
  tally(query: TallyQuery, derived?: readonly Derived[]): Promise<readonly Tally[]>;
  /** Starts the database on the first need. */
  session(): Promise<Session>;
  /** After the database was ended: the next need opens it anew. */
  forget(): void;
  /** Variables that a person recoded, for SQL. */
  recoded?: () => readonly Derived[];
  /** Tables beside the responses, as rows of table, column, type and meaning. */
  readonly tables?: readonly (readonly (string | null)[])[];
}

export async function codebookAt(url: string): Promise<Codebook> {
  const codebook: Codebook = await (await fetched(url)).json();
  return codebook;
}

/** Variables of one figure, a large battery's included. */
const FEW = 24;

const nameIn = (url: string): string => decodeURIComponent(url.split("/").at(-1) ?? "");

/** The dense cube answers what the declared filters can; DuckDB only the rest. */
export async function openRelease({ database, codes, cube: cubeUrl, codebook: codebookUrl, facts, microdata }: NonNullable<ExplorerConfig["release"]>, wasm: () => Promise<Wasm>): Promise<Source> {
  const [codebook, bytes] = await Promise.all([codebookAt(codebookUrl), fetched(cubeUrl).then((answer) => answer.arrayBuffer())]);
  const cube = readCube(new Uint8Array(bytes));
  const declared = new Set(cube.filters.map(({ name }) => name));
  const session = lazily(async () => (await wasm()).release(database, codebook));
  return {
    codebook,
    facts,
    rows: microdata === "public",
    released: true,
    codes: { name: nameIn(codes ?? "codes.csv"), ...(codes === undefined ? {} : { url: codes }) },
    database: { name: nameIn(database), url: database },
    session,
    forget: () => void session.forget(),
    tally: async (query, derived = []) => {
      const names = [...Object.keys(query.where ?? {}), ...(query.by === undefined ? [] : [query.by])];
      if (derived.length === 0 && names.every((name) => declared.has(name))) return tallyCube(cube, query);
      const opened = await session();
      // All figures: rows are coded once, then each change counts codes. One figure reads a few columns, and need not wait for that.
      return derived.length === 0 && query.variables.length > FEW ? (await opened.narrow(query.where ?? {})).tally({ ...query, where: {} }) : opened.tally(query, derived);
    },
  };
}

/** What a person's own file became. */
export interface Own {
  readonly codebook: Codebook;
  readonly session: Session;
  readonly tables?: Source["tables"];
}

/**
 * Nobody was asked in a known way, so nothing is said about the precision of a file of one's own, until the person says otherwise.
 * @param open reads the file, again after the database was ended
 */
export async function openOwn(open: () => Promise<Own>, { wave, simulated }: { wave: string; simulated: boolean }): Promise<Source> {
  const opened = lazily(open);
  const { codebook, tables } = await opened();
  const session = async (): Promise<Session> => (await opened()).session;
  return {
    codebook,
    facts: { n: 10, intervals: false, weighted: codebook.weight !== undefined, wave: { "zh-cn": wave, en: wave }, simulated, rounded: false },
    rows: true,
    released: false,
    codes: { name: "own-codes.csv" },
    session,
    forget: () => void opened.forget(),
    ...(tables ? { tables } : {}),
    tally: async (query, derived) => (await session()).tally(query, derived),
  };
}
