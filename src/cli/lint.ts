import { UserError } from "../error.ts";
import { LINT, type RuleId, ruleWords, SOURCES } from "../i18n/lint.ts";
import type { Finding } from "../survey/lint/finding.ts";
import { lint, type Report } from "../survey/lint/lint.ts";
import { listSurveys, loadSurvey } from "../survey/load.ts";
import type { Locale } from "../survey/text.ts";
import { languageOf } from "./language.ts";
import type { Invocation, Output } from "./options.ts";

/** Reads questionnaires as a survey methodologist would; one that is refused does not stop the others. */
export function lintVerb(invocation: Invocation, output: Output): boolean {
  const { names, settings, flags } = invocation;
  const locale = languageOf(invocation);
  const ids = names.length > 0 ? names : listSurveys(settings.surveys);
  const results = ids.map((id) => {
    try {
      const survey = loadSurvey(settings.surveys, id);
      return tell(id, survey.codebook.title[locale], lint(survey), { ...output, locale, all: flags["all"] === true });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      if (output.wantsJson) output.json({ survey: id, ok: false, refused: true, where: error.where, reason: error.message, fix: error.fix });
      output.say(`${id}: ${LINT[locale].refused}\n  ${error.message}`);
      return false;
    }
  });
  return results.every(Boolean);
}

function tell(id: string, title: string, { findings, estimate }: Report, { json, say, wantsJson, locale, all }: Output & { locale: Locale; all: boolean }): boolean {
  const words = LINT[locale];
  const open = findings.filter(({ accepted }) => accepted === undefined);
  const count = (severity: Finding["severity"]): number => open.filter((each) => each.severity === severity).length;
  const [errors, warnings, hints, accepted] = [count("error"), count("warning"), count("hint"), findings.length - open.length];
  const shown = all ? findings : open;
  if (wantsJson) json({ survey: id, ok: errors === 0, errors, warnings, hints, accepted, estimate, findings: shown.map(plain) });
  say(`${id} ${title}${words.colon}${words.sum(errors, warnings, hints, accepted)}\n  ${words.takes(estimate.minutes["zh-cn"], estimate.minutes.en, estimate.answers)}`);
  for (const group of grouped(shown)) say(block(group, locale));
  return errors === 0;
}

/** Findings of one rule stand together: its reason is read once. */
function grouped(findings: readonly Finding[]): Finding[][] {
  const groups = new Map<string, Finding[]>();
  for (const each of findings) {
    const key = `${each.rule} ${each.severity} ${each.accepted === undefined}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()];
}

function block(group: readonly Finding[], locale: Locale): string {
  const [first] = group;
  if (!first) return "";
  const words = LINT[locale];
  const said = group.map((each) => ({ ...each, ...ruleWords(each.rule, each.details, locale) }));
  const fixes = [...new Set(said.map(({ fix }) => fix))];
  return [
    "",
    `  ${words.severities[first.severity]} · ${first.rule}${first.accepted === undefined ? "" : ` · ${words.accepted}`}`,
    ...said.map(({ place, what, accepted }) => `    ${place}${words.colon}${what}${accepted === undefined ? "" : `\n      ${words.reason}${words.colon}${accepted}`}`),
    ...(first.accepted === undefined ? advice(first, said[0]?.why ?? "", fixes, locale) : []),
  ].join("\n");
}

function advice({ rule, place, severity }: Finding, why: string, fixes: readonly string[], locale: Locale): string[] {
  const words = LINT[locale];
  const source = SOURCES[rule];
  return [
    `    ${words.why}${words.colon}${why}${source ? ` [${words.source}${words.colon}${source}]` : ""}`,
    ...fixes.map((fix) => `    ${words.fix}${words.colon}${fix}`),
    // Some findings can only be mended.
    ...(severity === "error" || isAboutFile(rule) ? [] : [`    ${words.keep}${words.colon}"${rule}@${place}": "…"`]),
  ];
}

const isAboutFile = (rule: RuleId): boolean => rule === "no-study" || rule === "idle-acceptance" || rule === "unknown-acceptance";

function plain({ rule, severity, place, details, accepted }: Finding) {
  const [zh, en] = [ruleWords(rule, details, "zh-cn"), ruleWords(rule, details, "en")];
  const both = (key: "what" | "why" | "fix") => ({ "zh-cn": zh[key], en: en[key] });
  return { rule, severity, place, what: both("what"), why: both("why"), fix: both("fix"), ...(SOURCES[rule] ? { source: SOURCES[rule] } : {}), ...(accepted === undefined ? {} : { accepted }) };
}
