import { findBinding, isNode, type Node, type Place } from "./script-scope";
import { innerOf } from "./script-value";

/** Of more nobody would read. */
const MOST = 40;

/** Everything that an expression may come to, by the places in its file where that is written. */
export function listAlternatives(from: Place): Place[] {
  const found: Place[] = [];
  const seen = new Set<Node>();
  const waiting = [from];
  for (let next = waiting.shift(); next !== undefined && seen.size < MOST; next = waiting.shift()) {
    const { node, scope } = next;
    if (seen.has(node)) continue;
    seen.add(node);
    const inner = [innerOf(node), ...partsOf(node)].filter(isNode).map((each) => ({ node: each, scope }));
    const binding = node.type === "Identifier" ? findBinding(scope, String(node["name"])) : null;
    if (inner.length > 0) waiting.unshift(...inner);
    else if (binding?.kind === "values" && (binding.places.length > 1 || binding.isOpen)) waiting.unshift(...binding.places);
    else found.push(next);
  }
  return found;
}

function partsOf(node: Node): unknown[] {
  if (node.type === "ConditionalExpression") return [node["consequent"], node["alternate"]];
  return node.type === "LogicalExpression" ? [node["left"], node["right"]] : [];
}
