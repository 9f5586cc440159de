import { type Codebook, isCount, isRangeEnd, type Variable } from "../survey/codebook.ts";

/** The shape that the answers to a questionnaire can have, as JSON Schema. */

export interface Schema {
  [key: string]: unknown;
}

/** Everything that may stand at one place: answers, an object of parts, a list of entries. */
interface Node {
  readonly leaves: Schema[];
  readonly parts: Map<string, Node>;
  entry: Node | undefined;
  /** Most entries of the list. */
  most: number;
}

const newNode = (): Node => ({ leaves: [], parts: new Map(), entry: undefined, most: 0 });

/** Every object is closed, and so is every list of choices. Questions that share a place may each say what stands there. */
export function schemaOf(codebook: Codebook): Schema {
  const root = newNode();
  for (const variable of codebook.variables) {
    if (variable.type === "construct" || isLaterEntry(variable) || variable.listed !== undefined) continue;
    // The two ends of a range stand in an array.
    if (isRangeEnd(variable)) nodeAt(root, variable.path.slice(0, -1)).leaves.push({ type: "array", items: leafOf(variable), minItems: 2, maxItems: 2 });
    else place(root, variable);
  }
  return emit(root, true);
}

/** Entries of one list are all of the same shape, and so the first stands for those without columns, too. */
const isLaterEntry = ({ path }: Variable): boolean => path.some((key) => /^\[[1-9]\d*\]$/.test(key));

function place(root: Node, variable: Variable): void {
  const node = nodeAt(root, variable.path);
  if (isCount(variable)) {
    node.entry ??= newNode();
    node.most = Math.max(node.most, variable.max ?? 0);
    return;
  }
  // One answer is an object only where the choice has words of its own.
  if (variable.property === undefined || variable.kind !== "multiple") node.leaves.push(leafOf(variable));
  if (variable.property === undefined) return;
  if (variable.kind !== "multiple") nodeAt(node, [variable.property]).leaves.push(oneOf(variable));
  else {
    node.entry ??= newNode();
    node.most = Math.max(node.most, mostOf(variable));
    nodeAt(node.entry, [variable.property]).leaves.push(oneOf(variable));
  }
}

function nodeAt(root: Node, path: readonly string[]): Node {
  return path.reduce((node, key) => {
    // Only lists are entered by brackets; a row of a matrix may be called so.
    if (node.entry && /^\[.*\]$/s.test(key)) return node.entry;
    const known = node.parts.get(key);
    if (known) return known;
    const made = newNode();
    node.parts.set(key, made);
    return made;
  }, root);
}

function emit({ leaves, parts, entry, most }: Node, root = false): Schema {
  const shapes = [...new Map(leaves.map((leaf) => [JSON.stringify(leaf), leaf])).values()];
  if (parts.size > 0 || root) {
    const properties: Schema = Object.create(null);
    for (const [key, part] of parts) Object.defineProperty(properties, key, { value: emit(part), enumerable: true });
    shapes.push({ type: "object", additionalProperties: false, properties });
  }
  if (entry) shapes.push({ type: "array", maxItems: most, items: entry.parts.size > 0 || entry.leaves.length > 0 ? emit(entry) : emit(entry, true) });
  const [only] = shapes;
  return shapes.length === 1 && only ? only : { anyOf: shapes };
}

/** Largest file or signature that is taken, in characters of its data URL. */
const LARGEST_FILE = 150_000;
/** Longest text, in characters, where the codebook names no limit. */
const LONGEST = 4000;

const rawsOf = ({ values }: Variable): unknown[] => values.map((value) => value.raw ?? value.code);

/** Most choices that one person adds to a list. */
const MOST_OWN = 20;

const mostOf = ({ values, unlisted }: Variable): number => values.length + (unlisted === undefined ? 0 : MOST_OWN);

/** One of the choices, or words of one's own where the question takes them. */
function oneOf(variable: Variable): Schema {
  const choices: Schema = { enum: rawsOf(variable) };
  return variable.unlisted === undefined ? choices : { anyOf: [choices, { type: ["string", "number"], written: LONGEST }] };
}

function leafOf(variable: Variable): Schema {
  switch (variable.kind) {
    case "multiple":
    case "ranking":
      return { type: "array", items: oneOf(variable), ...(variable.unlisted === undefined ? { distinct: true } : {}), maxItems: mostOf(variable) };
    case "number":
      return variable.values.length > 0
        ? oneOf(variable)
        : { type: ["number", "string"], within: [variable.min ?? -Infinity, variable.max ?? Infinity] };
    case "text":
      // What expressions work out may be a list or an object; a text may be set to a number by an expression.
      return variable.type === "expression" ? { written: variable.length ?? LONGEST } : { type: ["string", "number", "boolean"], written: variable.length ?? LONGEST };
    case "date":
      return { type: "string", maxLength: 40 };
    case "file":
      return { anyOf: [{ type: "string", maxLength: LARGEST_FILE }, { type: "array", maxItems: 10, items: { type: "object", additionalProperties: false, properties: { name: { type: "string", maxLength: 255 }, type: { type: "string", maxLength: 255 }, content: { type: "string", maxLength: LARGEST_FILE } } } }] };
    default:
      return oneOf(variable);
  }
}
