import type { Invocation, Output } from "./options.ts";

export function suggestVerb(_invocation: Invocation, _output: Output): boolean {
  return true;
}
