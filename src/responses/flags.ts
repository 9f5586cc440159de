import type { Codebook, Variable } from "../survey/codebook.ts";
import { type Answers, askedBy, holds } from "../survey/conditions.ts";
import { at, isEmpty } from "../survey/flatten.ts";

/** An answer, or the lack of one, that the questionnaire's own logic would not have led to. */
export interface Flag {
  readonly variable: string;
  readonly reason: "not_asked" | "required";
}

/**
 * Compiles what tells sheets that the form would not have made: answers to what was not asked, and gaps where it insists on an
 * answer. Nothing is refused for it, for a phone with an older page may be right; whoever weighs the quality of answers can look.
 */
export function compileFlags(codebook: Codebook): (answers: Answers) => Flag[] {
  const { variables } = codebook;
  const asked = askedBy(codebook);
  const insisted = holds(variables.map(({ required }) => required?.if));
  const together = Map.groupBy(variables.filter(({ required }) => required?.any), ({ question }) => question);
  // Questions over one list ask for the same place, each under conditions of its own.
  const places = Map.groupBy(variables.keys(), (index) => JSON.stringify(variables[index]?.path));
  const sharing = variables.map(({ path }) => places.get(JSON.stringify(path)) ?? []);
  return (answers) => {
    const isAsked = asked(answers);
    const isInsisted = insisted(answers);
    const isLeft = ({ path }: Variable): boolean => isEmpty(at(answers, path));
    return variables.flatMap((variable, index): Flag[] => {
      const { name, required, question, type, condition } = variable;
      const left = isLeft(variable);
      // Nobody types what expressions work out.
      if (!left) return condition === undefined || type === "expression" || sharing[index]?.some(isAsked) ? [] : [{ variable: name, reason: "not_asked" }];
      if (!required || type === "expression" || !isAsked(index) || !isInsisted(index)) return [];
      const others = required.any ? (together.get(question) ?? []) : [];
      // Of parts that stand together the first is named, once.
      return others.length > 0 && (others[0] !== variable || !others.every(isLeft)) ? [] : [{ variable: name, reason: "required" }];
    });
  };
}
