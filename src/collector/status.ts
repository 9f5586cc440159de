import type { GroupCount, Store, WaveRecord } from "../responses/store.ts";
import type { Text } from "../survey/text.ts";
import { traitsOf } from "./population.ts";

/** Counts move in steps of 10: one that moved with each answer would tell who has just answered. */
const STEP = 10;

/** What the operator may see of a wave. */
export interface WaveStatus extends Pick<WaveRecord, "survey" | "wave" | "state" | "admission" | "microdata" | "opened" | "closes" | "closed" | "title"> {
  readonly responses: number;
  /** False while counts are rounded down. */
  readonly exact: boolean;
  /** Of a wave of invited people. */
  readonly invitations?: InvitationStatus;
}

export interface InvitationStatus {
  /** As many as the operator has made, to the last one: it says nothing about anybody. */
  readonly invited: number;
  readonly admitted: number;
  /** Share of those invited whose answer is stored (AAPOR RR1); from rounded counts it is a lower bound. Absent where nobody was invited. */
  readonly rate?: number;
  readonly groups: readonly GroupStatus[];
}

/** People who share a value. These counts stay rounded after the end: with few left over, an exact one would name them. */
export interface GroupStatus {
  readonly trait: string;
  readonly value: string;
  readonly label: Text;
  readonly invited: number;
  /** Rounded down; absent under 10. */
  readonly admitted?: number;
  /** Admitted of invited, from the rounded count. It is no response rate: who sends an answer belongs to no group that the store knows. */
  readonly rate?: number;
}

export async function waveStatus(store: Store, record: WaveRecord): Promise<WaveStatus> {
  const { survey, wave, state, admission, microdata, opened, closes, closed, title } = record;
  const exact = state === "closed";
  const stepped = (n: number): number => (exact ? n : down(n));
  const responses = stepped(await store.count(survey, wave));
  const base = { survey, wave, state, admission, microdata, opened, ...(closes === undefined ? {} : { closes }), ...(closed === undefined ? {} : { closed }), title, responses, exact };
  if (admission !== "invited") return base;
  const groups = await store.groups(survey, wave);
  const invited = sum(groups, (group) => group.invited);
  const admitted = stepped(sum(groups, (group) => group.admitted));
  return { ...base, invitations: { invited, admitted, ...(invited === 0 ? {} : { rate: share(responses, invited) }), groups: await byTrait(store, record, groups) } };
}

async function byTrait(store: Store, { survey, version }: WaveRecord, groups: readonly GroupCount[]): Promise<GroupStatus[]> {
  const bundle = await store.bundle(survey, version);
  const traits = bundle?.study ? traitsOf(bundle.codebook, bundle.study) : [];
  return traits.flatMap(({ name, values }) =>
    values.flatMap(({ code, label }): GroupStatus[] => {
      const members = groups.filter((group) => group.groups[name] === code);
      const invited = sum(members, (group) => group.invited);
      if (invited === 0) return [];
      const admitted = down(sum(members, (group) => group.admitted));
      return [{ trait: name, value: code, label, invited, ...(admitted < STEP ? {} : { admitted, rate: share(admitted, invited) }) }];
    }),
  );
}

const down = (n: number): number => Math.floor(n / STEP) * STEP;
const share = (n: number, of: number): number => Math.round((n / of) * 1000) / 1000;
const sum = (groups: readonly GroupCount[], of: (group: GroupCount) => number): number => groups.reduce((total, group) => total + of(group), 0);
