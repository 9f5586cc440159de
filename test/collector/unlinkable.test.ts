import { beforeAll, describe, expect, test } from "vitest";
import { chance, ordersIn, rankCorrelation, sharedPages } from "./order.ts";
import { type Attempt, attempt, PEOPLE, type Trace } from "./unlinkable.ts";

/** A small dose; `npm run prove -- unlinkable` takes twenty. */
let first: Attempt;
beforeAll(async () => {
  first = await attempt(1);
}, 120_000);

const beyond = ({ traces }: Attempt): string[] => traces.filter(({ rho, n, isRestless }) => !isRestless && Math.abs(rho) > chance(n)).map(({ where }) => where);

test("no file that is left tells in which order people came, better than chance", { timeout: 120_000 }, async () => {
  expect(first.traces.filter(({ isRestless }) => !isRestless).length).toBeGreaterThan(80);
  const suspects = beyond(first);
  // One of a hundred is beyond by chance; an order that can be read is so every time.
  const again = suspects.length === 0 ? [] : beyond(await attempt(2));
  expect(suspects.filter((where) => again.includes(where))).toEqual([]);
});

test("the same search finds the order where it is: in the log, before the server has come to rest", () => {
  const seen = first.traces.filter(({ where, n, rho }: Trace) => /^log, (at once|after the server was killed)/.test(where) && Math.abs(rho) > 2 * chance(n));
  expect(seen.length).toBeGreaterThan(0);
});

test("no address, browser or key is written down, no secret of an invitation, and none beside an answer", () => {
  expect(first.found).toEqual([]);
});

test("status told tens alone", () => {
  const told = first.statuses.map((text) => JSON.parse(text)[0]);
  expect(told.map(({ responses }) => responses)).toEqual([0, 10, 20, 30, 40, PEOPLE]);
  expect(new Set(told.flatMap(({ invitations: { admitted } }) => admitted % 10))).toEqual(new Set([0]));
});

describe("the search itself", () => {
  const tokens = Array.from({ length: 30 }, (_, i) => `token-${String(i * 7 % 30).padStart(2, "0")}`);
  const file = (order: readonly string[]): Buffer => Buffer.from(order.map((token) => token.padEnd(400, ".")).join(""));

  test("sees things that stand in their order, and in the opposite one", () => {
    const rho = (order: readonly string[]): number[] => ordersIn(file(order), tokens, /token-\d\d/g).filter(({ by }) => by !== "place within the page").map(({ members, places }) => rankCorrelation(members, places));
    for (const value of rho(tokens)) expect(value).toBeGreaterThan(0.9);
    for (const value of rho([...tokens].reverse())) expect(value).toBeLessThan(-0.9);
    for (const value of rho([...tokens].sort())) expect(Math.abs(value)).toBeLessThan(chance(30));
  });

  test("sees what is missing, and what stands together", () => {
    expect(ordersIn(file(tokens.slice(0, 12)), tokens, /token-\d\d/g)[0]?.members).toEqual(Array.from({ length: 12 }, (_, i) => i));
    expect(ordersIn(file(tokens.slice(0, 9)), tokens, /token-\d\d/g)).toEqual([]);
    expect([sharedPages(file(tokens), tokens.slice(0, 1), tokens.slice(1, 2)), sharedPages(file(tokens), tokens.slice(0, 1), tokens.slice(29))]).toEqual([1, 0]);
  });

  test("gives known rank correlations", () => {
    expect(rankCorrelation([1, 2, 3, 4], [10, 20, 30, 40])).toBeCloseTo(1);
    // By hand: 1 - 6 * 4 / (5 * 24); with a tie, Pearson's of the ranks 1, 2.5, 2.5, 4 and 1, 3, 2, 4: 4.5 / sqrt(4.5 * 5).
    expect(rankCorrelation([1, 2, 3, 4, 5], [2, 1, 4, 3, 5])).toBeCloseTo(0.8);
    expect(rankCorrelation([1, 2, 2, 4], [1, 3, 2, 4])).toBeCloseTo(0.9486833);
  });
});
