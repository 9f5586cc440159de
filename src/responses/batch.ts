import type { ClientBase } from "pg";
import type { Answer, Claim, Written } from "./queue.ts";
import type { Admission, Insertion, WaveRecord } from "./store.ts";

/** Another collector has written the same id or credential between our look and our writing: look again. */
export class Raced extends Error {}

/**
 * Writes all of it in one transaction; when this resolves, it is on disk.
 * @param client one that pipelines, so that a batch costs three round trips however many statements it has
 * @throws Raced, and whatever the database says; nothing is written then
 */
export async function writeBatch(client: ClientBase, answers: readonly Answer[], claims: readonly Claim[]): Promise<Written> {
  const known = await look(client, answers, claims);
  const { insertions, fresh } = decideAnswers(answers, known);
  const { admissions, admitted } = decideClaims(claims, known);
  if (fresh.length + admitted.length > 0) await write(client, fresh, admitted, known.settled);
  await client.query("COMMIT");
  return { insertions, admissions };
}

interface Known {
  /** Keys of the waves that take answers; none of them can be closed before this transaction ends. */
  readonly open: ReadonlySet<string>;
  readonly spent: Set<string>;
  readonly bodies: Map<string, string>;
  /** Whether nothing was written since the tables were last written anew. */
  readonly settled: boolean;
  /** By key and digest: the blinded message that has used it; empty while nobody has. */
  readonly invitations: Map<string, string>;
}

const keyOf = (...parts: readonly string[]): string => parts.join(" ");

/**
 * Begins the transaction. Waves are locked first, by everybody, and rows in the order of their keys: nobody waits in a circle.
 * Credentials are looked up before responses, which are written together with them: so one that is spent while its id is unknown was spent by another.
 */
async function look(client: ClientBase, answers: readonly Answer[], claims: readonly Claim[]): Promise<Known> {
  const waves = [...new Map([...answers, ...claims].map(({ survey, wave }) => [keyOf(survey, wave), { survey, wave }])).values()];
  const credentials = answers.flatMap(({ credential }) => credential ?? []);
  const [, records, layout, spent, bodies, invitations] = await Promise.all([
    // Said for each transaction, so that it holds behind a pooler, too.
    client.query("BEGIN; SET LOCAL synchronous_commit TO on"),
    client.query<{ body: string }>({ name: "waves", text: WAVES, values: [waves.map(({ survey }) => survey), waves.map(({ wave }) => wave)] }),
    client.query<{ settled: boolean }>({ name: "layout", text: "SELECT settled FROM layout" }),
    credentials.length === 0 ? undefined : client.query<{ credential: string }>({ name: "spent", text: "SELECT credential FROM spent WHERE credential = ANY ($1::text[])", values: [credentials] }),
    answers.length === 0 ? undefined : client.query<{ id: string; body: string }>({ name: "found", text: "SELECT id, body FROM responses WHERE id = ANY ($1::uuid[])", values: [answers.map(({ id }) => id)] }),
    claims.length === 0 ? undefined : client.query<{ survey: string; wave: string; digest: string; blinded: string }>({ name: "invited", text: INVITED, values: [claims.map(({ invitation }) => invitation)] }),
  ]);
  return {
    open: new Set(records.rows.map(({ body }): WaveRecord => JSON.parse(body)).flatMap(({ survey, wave, state }) => (state === "open" ? keyOf(survey, wave) : []))),
    settled: layout.rows[0]?.settled === true,
    spent: new Set(spent?.rows.map(({ credential }) => credential)),
    bodies: new Map(bodies?.rows.map(({ id, body }) => [id, body])),
    invitations: new Map(invitations?.rows.map(({ survey, wave, digest, blinded }) => [keyOf(survey, wave, digest), blinded])),
  };
}

// Read as a whole: PostgreSQL's own JSON functions fail on any \u0000 in it.
const WAVES = "SELECT body FROM waves WHERE (survey, wave) IN (SELECT * FROM unnest($1::text[], $2::text[])) ORDER BY survey, wave FOR SHARE";
const INVITED = "SELECT survey, wave, digest, blinded FROM invitations WHERE digest = ANY ($1::text[]) ORDER BY digest FOR UPDATE";

function decideAnswers(answers: readonly Answer[], { open, spent, bodies }: Known): { insertions: Insertion[]; fresh: Answer[] } {
  const fresh: Answer[] = [];
  const decide = (answer: Answer): Insertion => {
    const { id, survey, wave, body, credential } = answer;
    const found = bodies.get(id);
    if (found !== undefined) return found === body ? "same" : "conflict";
    if (!open.has(keyOf(survey, wave))) return "closed";
    if (credential !== undefined && spent.has(credential)) return "spent";
    bodies.set(id, body);
    if (credential !== undefined) spent.add(credential);
    fresh.push(answer);
    return "stored";
  };
  return { insertions: answers.map(decide), fresh };
}

function decideClaims(claims: readonly Claim[], { open, invitations }: Known): { admissions: Admission[]; admitted: Claim[] } {
  const admitted: Claim[] = [];
  const decide = (claim: Claim): Admission => {
    const key = keyOf(claim.survey, claim.wave, claim.invitation);
    const used = invitations.get(key);
    if (used === undefined) return "unknown";
    if (used === claim.blinded) return "again";
    if (used !== "") return "used";
    if (!open.has(keyOf(claim.survey, claim.wave))) return "closed";
    invitations.set(key, claim.blinded);
    admitted.push(claim);
    return "admitted";
  };
  const admissions = claims.map(decide);
  return { admissions, admitted: admitted.sort((a, b) => (a.invitation < b.invitation ? -1 : 1)) };
}

/** Rows are written in the order of their keys, which are random: each table in an order of its own, and none in that of arrival. */
async function write(client: ClientBase, fresh: readonly Answer[], admitted: readonly Claim[], settled: boolean): Promise<void> {
  const rows = [...fresh].sort((a, b) => (a.id < b.id ? -1 : 1));
  const spending = fresh.flatMap(({ survey, wave, credential }) => (credential === undefined ? [] : { survey, wave, credential })).sort((a, b) => (a.credential < b.credential ? -1 : 1));
  const [, spent, stored] = await Promise.all([
    settled ? client.query("UPDATE layout SET settled = false WHERE settled") : undefined,
    spending.length === 0 ? undefined : client.query({ name: "spend", text: "INSERT INTO spent SELECT * FROM unnest($1::text[], $2::text[], $3::text[]) ON CONFLICT DO NOTHING", values: [spending.map(({ credential }) => credential), spending.map(({ survey }) => survey), spending.map(({ wave }) => wave)] }),
    rows.length === 0 ? undefined : client.query({ name: "store", text: "INSERT INTO responses SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) ON CONFLICT DO NOTHING", values: [rows.map(({ id }) => id), rows.map(({ survey }) => survey), rows.map(({ wave }) => wave), rows.map(({ body }) => body)] }),
    admitted.length === 0 ? undefined : client.query({ name: "admit", text: "UPDATE invitations SET blinded = given.blinded FROM unnest($1::text[], $2::text[]) AS given (digest, blinded) WHERE invitations.digest = given.digest", values: [admitted.map(({ invitation }) => invitation), admitted.map(({ blinded }) => blinded)] }),
  ]);
  if ((spent?.rowCount ?? 0) !== spending.length || (stored?.rowCount ?? 0) !== rows.length) throw new Raced("others wrote the same at the same time");
}
