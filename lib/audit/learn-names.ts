import { childrenOf, enterScope, findOwn, isNode, type Node, nameOf, type Scope } from "./script-scope";

/** `=`, and what sets a name that has nothing yet. */
const SETS = new Set(["=", "??=", "||="]);

/**
 * Walks a file once to learn what `this.client = new OpenAI()` and `client = new OpenAI()` set names to, wherever that
 * stands: a function that runs earlier may stand further down.
 */
export function learnNames(program: Node, root: Scope): void {
  visit(program, root, (node, scope) => { if (node.type === "AssignmentExpression" && SETS.has(String(node["operator"]))) learn(node, scope); });
}

function learn(node: Node, scope: Scope): void {
  const [target, value] = [node["left"], node["right"]];
  if (!isNode(target) || !isNode(value) || value.type === "NullLiteral" || nameOf(value) === "undefined") return;
  const isOwn = target.type === "MemberExpression" && isNode(target["object"]) && target["object"].type === "ThisExpression" && target["computed"] !== true;
  const name = nameOf(isOwn ? target["property"] : target);
  if (name === null || !(isOwn || target.type === "Identifier")) return;
  setName(isOwn ? (findOwn(scope)?.own ?? null) : namesWith(scope, name), name, value, scope);
}

/** By a list of its own: a syntax tree may be deeper than the stack. */
export function visit(root: Node, outer: Scope, each: (node: Node, scope: Scope) => void, enters: (node: Node) => boolean = () => true): void {
  const waiting: [Node, Scope][] = [[root, outer]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [node, around] = next;
    const scope = enterScope(node, around);
    each(node, scope);
    if (node === root || enters(node)) for (const child of childrenOf(node).reverse()) waiting.push([child, scope]);
  }
}

function namesWith(scope: Scope, name: string): Scope["names"] | null {
  for (let at: Scope | null = scope; at !== null; at = at.parent) if (at.names.has(name)) return at.names;
  return null;
}

/** One more thing that it may stand for. What it was imported as, or handed over as, it may still be. */
function setName(names: Scope["names"] | null, name: string, node: Node, scope: Scope): void {
  const known = names?.get(name);
  const before = known?.kind === "values" ? known : { places: [], isOpen: known !== undefined && known.kind !== "typed" };
  names?.set(name, { kind: "values", places: [...before.places, { node, scope }], isOpen: before.isOpen });
}
