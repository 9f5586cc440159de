import postcss, { type AtRule, type ChildNode, type Container, type Root } from "postcss";

/**
 * Of a large sheet, the rules that can touch a page: each of whose classes and identifiers occurs in its HTML. More than the
 * page needs at times, never less; so nothing moves when the whole sheet comes later.
 */
export function criticalSheet(sheet: string, html: string): string {
  const present = new Set([...html.matchAll(/\b(?:class|id)="([^"]*)"/g)].flatMap(([, names = ""]) => names.split(/\s+/)));
  const root = parsed(sheet).clone();
  keep(root, (selector) => namesIn(selector).every((name) => present.has(name)));
  dropUnusedMotion(root);
  dropUnusedVariables(root);
  return root.toString();
}

const trees = new Map<string, Root>();

function parsed(sheet: string): Root {
  const tree = trees.get(sheet) ?? postcss.parse(sheet);
  trees.set(sheet, tree);
  return tree;
}

/** What a selector asks for, other than what it rules out or offers as an alternative. */
const namesIn = (selector: string): string[] => [...withoutLists(selector).matchAll(/[.#](-?[_a-zA-Z][-\w]*)/g)].map(([, name = ""]) => name);

function withoutLists(selector: string): string {
  const shorter = selector.replace(/:(?:not|is|where|has|host|slotted|nth-child|nth-last-child)\([^()]*\)/g, "");
  return shorter === selector ? selector : withoutLists(shorter);
}

function keep(container: Container<ChildNode>, isPresent: (selector: string) => boolean): void {
  container.each((node) => {
    if (node.type === "comment") node.remove();
    else if (node.type === "rule") {
      const selectors = node.selectors.filter(isPresent);
      if (selectors.length === 0) node.remove();
      else node.selectors = selectors;
    } else if (node.type === "atrule" && isGroup(node)) {
      keep(node, isPresent);
      if (node.nodes?.length === 0) node.remove();
    }
  });
}

const isGroup = ({ name }: AtRule): boolean => name === "media" || name === "supports" || name === "layer" || name === "container";

/** Motion that no kept rule asks for by its name, and what only Firefox of long ago read. */
function dropUnusedMotion(root: Root): void {
  const values: string[] = [];
  root.walkDecls(({ prop, value, parent }) => {
    if (/^(--|animation)/.test(prop) && !(parent?.parent && "name" in parent.parent && parent.parent.name === "keyframes")) values.push(value);
  });
  const asked = new Set(values.flatMap((value) => value.match(/[\w-]+/g) ?? []));
  root.walkAtRules((rule) => {
    if (rule.name === "-moz-document" || (rule.name === "keyframes" && !asked.has(rule.params))) rule.remove();
  });
}

/** Variables that no kept rule reads, directly or through another. */
function dropUnusedVariables(root: Root): void {
  const values = new Map<string, string[]>();
  const wanted: string[] = [];
  const names = (value: string): string[] => [...value.matchAll(/var\(\s*(--[\w-]+)/g)].map(([, name = ""]) => name);
  root.walkDecls(({ prop, value }) => {
    if (prop.startsWith("--")) values.set(prop, [...(values.get(prop) ?? []), value]);
    else wanted.push(...names(value));
  });
  const used = new Set<string>();
  for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
    if (used.has(name)) continue;
    used.add(name);
    for (const value of values.get(name) ?? []) wanted.push(...names(value));
  }
  root.walkDecls(/^--/, (declaration) => {
    if (!used.has(declaration.prop)) declaration.remove();
  });
  root.walkRules((rule) => {
    if (rule.nodes.length === 0) rule.remove();
  });
}
