import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";

interface Look {
  /** A selector of what is not looked at. */
  readonly exclude?: string;
  /** Rules to look by; all by default. */
  readonly rules?: readonly string[];
}

/**
 * What axe finds wrong: page, rule and element, one line each. In its legacy mode axe leaves out frames of other origins, of which there are
 * none here, instead of writing down each element that passed and reading it all again in a second page: that takes a fifth of the time.
 */
export async function barriersOn(page: Page, { exclude, rules }: Look = {}): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ["violations"], ...(rules ? { runOnly: { type: "rule", values: [...rules] } } : {}) });
  if (exclude !== undefined) axe.exclude(exclude);
  const { violations } = await axe.analyze();
  const { pathname, search } = new URL(page.url(), "http://none");
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${pathname}${search} ${id} ${target.join(" ")}`));
}
