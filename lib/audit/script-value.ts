import { type Client, describeClient, type GivenAddress } from "./report-client";
import { type Binding, findBinding, findOwn, isNode, type Node, nameOf, nodesOf, type Scope } from "./script-scope";
import { SCRIPT_SYMBOLS, type Symbol } from "./symbols";
import type { AuditTerms } from "./finding";

/** What an expression comes to, as far as this matters. */
export type Value =
  | { kind: "module"; source: string }
  | { kind: "symbol"; symbol: Symbol; name: string }
  | { kind: "client"; client: Client }
  | { kind: "text"; text: string; /** Nothing is computed in it. */ isWhole: boolean; node: Node };

/** Names that lead round in a circle, or very far, lead nowhere. */
const MOST_STEPS = 30;

export const CALLS: ReadonlySet<string> = new Set(["CallExpression", "OptionalCallExpression", "NewExpression"]);
const TRANSPARENT = new Set(["AwaitExpression", "AssignmentExpression", "ParenthesizedExpression", "TSAsExpression", "TSSatisfiesExpression", "TSNonNullExpression", "TSTypeAssertion", "ChainExpression"]);

/** Follows an expression to what it stands for; null where that is nothing of ours. */
export function evaluate(node: unknown, scope: Scope, terms: AuditTerms, steps = 0): Value | null {
  if (!isNode(node) || steps > MOST_STEPS) return null;
  const follow = (inner: unknown) => evaluate(inner, scope, terms, steps + 1);
  if (TRANSPARENT.has(node.type)) return follow(node["expression"] ?? node["argument"] ?? node["right"]);
  switch (node.type) {
    case "Identifier":
      return followBinding(findBinding(scope, String(node["name"])), terms, steps);
    case "StringLiteral":
      return { kind: "text", text: String(node["value"]), isWhole: true, node };
    case "TemplateLiteral":
      return joinTemplate(node, follow);
    case "MemberExpression":
    case "OptionalMemberExpression":
      return followMember(node, scope, terms, steps);
    case "LogicalExpression":
      return follow(node["left"]) ?? follow(node["right"]);
    default:
      return CALLS.has(node.type) ? followCall(node, scope, terms, steps) : null;
  }
}

function followBinding(binding: Binding | null, terms: AuditTerms, steps: number): Value | null {
  if (binding === null || binding.kind === "other") return null;
  if (binding.kind === "value") return evaluate(binding.node, binding.scope, terms, steps + 1);
  return binding.name === "*" ? { kind: "module", source: binding.source } : exportOf(binding.source, binding.name);
}

function exportOf(source: string, name: string): Value | null {
  const exports = Object.hasOwn(SCRIPT_SYMBOLS, source) ? SCRIPT_SYMBOLS[source] : undefined;
  const symbol = exports && Object.hasOwn(exports, name) ? exports[name] : undefined;
  return symbol ? { kind: "symbol", symbol, name: name === "default" ? defaultName(source) : name } : null;
}

/** What people call the class that a package is. */
function defaultName(source: string): string {
  return Object.keys(SCRIPT_SYMBOLS[source] ?? {}).find((name) => name !== "default") ?? "default";
}

function moduleOf(source: Value | null): Value | null {
  return source?.kind === "text" && source.isWhole && Object.hasOwn(SCRIPT_SYMBOLS, source.text) ? { kind: "module", source: source.text } : null;
}

function followMember(node: Node, scope: Scope, terms: AuditTerms, steps: number): Value | null {
  const { object } = node;
  const name = memberName(node);
  if (name === null) return null;
  if (isNode(object) && object.type === "ThisExpression") return followBinding(findOwn(scope)?.get(name) ?? null, terms, steps);
  const value = evaluate(object, scope, terms, steps + 1);
  if (value?.kind === "module") return exportOf(value.source, name);
  // `OpenAI.OpenAI` and `require("openai").default` are what `OpenAI` is; `openai.chat` makes models as `openai` does.
  if (value?.kind === "symbol" && value.symbol.role !== "models") return /^[A-Z]|^default$/.test(name) ? value : null;
  return value?.kind === "text" ? null : value;
}

function memberName(node: Node): string | null {
  const { property } = node;
  return node["computed"] === true && !(isNode(property) && property.type === "StringLiteral") ? null : nameOf(property);
}

function followCall(node: Node, scope: Scope, terms: AuditTerms, steps: number): Value | null {
  const callee = node["callee"];
  const [first] = nodesOf(node["arguments"]);
  // `import("openai")`
  if (isNode(callee) && callee.type === "Import") return moduleOf(evaluate(first, scope, terms, steps + 1));
  if (isNode(callee) && callee.type === "Identifier" && callee["name"] === "require" && findBinding(scope, "require") === null) {
    return moduleOf(evaluate(first, scope, terms, steps + 1));
  }
  const value = evaluateCallee(node, scope, terms, steps);
  if (value?.kind === "client") return value;
  if (value?.kind !== "symbol" || (value.symbol.role !== "client" && value.symbol.role !== "factory")) return null;
  return { kind: "client", client: describeClient(value.symbol, findAddress(node, value.symbol, scope, terms), terms) };
}

/** What is called: of a whole package that `require` hands over, its class. */
export function evaluateCallee(call: Node, scope: Scope, terms: AuditTerms, steps = 0): Value | null {
  const value = evaluate(call["callee"], scope, terms, steps + 1);
  return value?.kind === "module" ? exportOf(value.source, "default") : value;
}

/** The address that a client is made with. */
export function findAddress(call: Node, symbol: Symbol, scope: Scope, terms: AuditTerms): GivenAddress {
  let at: Node | undefined = nodesOf(call["arguments"]).find(({ type }) => type !== "StringLiteral");
  for (const option of symbol.address ?? ["baseURL"]) {
    if (at === undefined) return { kind: "none" };
    const object = resolveObject(at, scope);
    if (object === null) return { kind: "told at run time" };
    const value: Node | undefined = findOption(object, option) ?? (option === "baseURL" ? (findOption(object, "basePath") ?? findOption(object, "serverURL")) : undefined);
    if (value === undefined) return nodesOf(object["properties"]).some(({ type }) => type === "SpreadElement") ? { kind: "told at run time" } : { kind: "none" };
    at = value;
  }
  const text = evaluate(at, scope, terms);
  if (text?.kind !== "text" || !text.isWhole || at === undefined) return { kind: "told at run time" };
  const { start, end } = text.node;
  return { kind: "literal", text: text.text, start, end };
}

/** An object that is written down here, or kept in a name. */
function resolveObject(node: Node, scope: Scope, steps = 0): Node | null {
  if (node.type === "ObjectExpression") return node;
  if (TRANSPARENT.has(node.type) && isNode(node["expression"])) return resolveObject(node["expression"], scope, steps);
  const binding = node.type === "Identifier" ? findBinding(scope, String(node["name"])) : null;
  return binding?.kind === "value" && steps < MOST_STEPS ? resolveObject(binding.node, binding.scope, steps + 1) : null;
}

export function findOption(object: Node, name: string): Node | undefined {
  const found = nodesOf(object["properties"]).find((property) => property.type === "ObjectProperty" && property["computed"] !== true && nameOf(property["key"]) === name);
  return isNode(found?.["value"]) ? found["value"] : undefined;
}

/** The text up to the first part that only the run tells. */
function joinTemplate(node: Node, follow: (inner: unknown) => Value | null): Value {
  const [quasis, parts] = [nodesOf(node["quasis"]), nodesOf(node["expressions"])];
  let text = "";
  for (const [index, quasi] of quasis.entries()) {
    text += (quasi["value"] as { cooked?: string }).cooked ?? "";
    const part = parts[index];
    if (part === undefined) break;
    const value = follow(part);
    if (value?.kind !== "text") return { kind: "text", text, isWhole: false, node };
    text += value.text;
    if (!value.isWhole) return { kind: "text", text, isWhole: false, node };
  }
  return { kind: "text", text, isWhole: true, node };
}
