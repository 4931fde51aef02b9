import { type Client, describeClient, type GivenAddress, mergeClients, originOf } from "./report-client";
import { visit } from "./learn-names";
import { type Binding, enterScope, findBinding, findOption, findOwn, memberOf, isNode, type Node, nameOf, nodesOf, type Place, type Scope, typeOf } from "./script-scope";
import { SCRIPT_SYMBOLS, type Symbol } from "./symbols";
import type { AuditTerms } from "./finding";

/** What an expression comes to, as far as this matters. */
export type Value =
  | { kind: "module"; source: string }
  /** A file of the codebase, as a whole. */
  | { kind: "file"; path: string }
  | { kind: "symbol"; symbol: Symbol; name: string }
  | { kind: "client"; client: Client }
  | { kind: "object" | "function" | "class"; place: Place }
  | { kind: "text"; text: string; /** Nothing is computed in it. */ isWhole: boolean; node: Pick<Node, "start" | "end">; /** The file that it stands in. */ path: string };

/** The codebase around a file. */
export type Codebase = {
  terms: AuditTerms;
  /** What a file's import comes to; null where that is no file of the codebase, or leads to nothing of ours. */
  findImport: (from: string, source: string, name: string) => Value | null;
  /** What `require` hands over. */
  findWhole: (from: string, source: string) => Value | null;
  findExport: (path: string, name: string) => Value | null;
  known: WeakMap<Node, Value | null>;
};

/** Names that lead very far lead nowhere. */
const MOST_STEPS = 60;

export const CALLS: ReadonlySet<string> = new Set(["CallExpression", "OptionalCallExpression", "NewExpression"]);
const TRANSPARENT = new Set(["AwaitExpression", "AssignmentExpression", "ParenthesizedExpression", "TSAsExpression", "TSSatisfiesExpression", "TSNonNullExpression", "TSTypeAssertion", "ChainExpression"]);
const FUNCTIONS = /^(Function(Declaration|Expression)|ArrowFunctionExpression|ClassMethod|ObjectMethod)$/;

/** Follows an expression to what it stands for; null where that is nothing of ours, and where names lead round in a circle. */
export function evaluate(node: unknown, scope: Scope, codebase: Codebase, steps = 0): Value | null {
  if (!isNode(node) || steps > MOST_STEPS) return null;
  const known = codebase.known.get(node);
  if (known !== undefined) return known;
  codebase.known.set(node, null);
  const value = follow(node, scope, codebase, steps);
  codebase.known.set(node, value);
  return value;
}

function follow(node: Node, scope: Scope, codebase: Codebase, steps: number): Value | null {
  const on = (inner: unknown) => evaluate(inner, scope, codebase, steps + 1);
  if (TRANSPARENT.has(node.type)) return on(innerOf(node));
  if (FUNCTIONS.test(node.type)) return { kind: "function", place: { node, scope } };
  switch (node.type) {
    case "Identifier":
      return followBinding(findBinding(scope, String(node["name"])), scope.path, codebase, steps);
    case "StringLiteral":
      return { kind: "text", text: String(node["value"]), isWhole: true, node, path: scope.path };
    case "TemplateLiteral":
      return joinTemplate(node, scope.path, on);
    case "ObjectExpression":
      return { kind: "object", place: { node, scope } };
    case "ClassDeclaration":
    case "ClassExpression":
    case "TSEnumDeclaration":
      return { kind: "class", place: { node, scope } };
    case "MemberExpression":
    case "OptionalMemberExpression":
      return followMember(node, scope, codebase, steps);
    case "LogicalExpression":
      return on(node["left"]) ?? on(node["right"]);
    case "ConditionalExpression":
      return merge([on(node["consequent"]), on(node["alternate"])], false);
    default:
      return CALLS.has(node.type) ? followCall(node, scope, codebase, steps) : null;
  }
}

/** What stands in a node that changes nothing about it, such as `x as const`; null for all others. */
export function innerOf(node: Node): unknown {
  return TRANSPARENT.has(node.type) ? (node["expression"] ?? node["argument"] ?? node["right"]) : null;
}

/** One of several things. Of clients, one that goes nobody knows where, unless all go to one place; of all else nothing. */
function merge(values: readonly (Value | null)[], isOpen: boolean): Value | null {
  const clients = values.flatMap((value) => (value?.kind === "client" ? [value.client] : []));
  if (clients.length > 0) return { kind: "client", client: mergeClients(clients, isOpen || clients.length < values.length) };
  const [first = null] = values;
  return values.length === 1 && !(isOpen && first?.kind !== "text") ? first : null;
}

export function followBinding(binding: Binding | null, path: string, codebase: Codebase, steps: number): Value | null {
  if (binding === null || binding.kind === "other") return null;
  const on = ({ node, scope }: Place) => evaluate(node, scope, codebase, steps + 1);
  if (binding.kind === "values") return merge(binding.places.map(on), binding.isOpen);
  if (binding.kind === "inherited") {
    const base = on(binding.base);
    return base?.kind === "class" ? followOwn(base.place, binding.name, codebase, steps + 1) : null;
  }
  if (binding.kind === "getter") return followReturns(binding.place, codebase, steps);
  if (binding.kind === "typed") return madeSomewhere(on(binding.place));
  const { source, name } = binding;
  if (name === "*") return Object.hasOwn(SCRIPT_SYMBOLS, source) ? { kind: "module", source } : codebase.findImport(path, source, name);
  return exportOf(source, name) ?? codebase.findImport(path, source, name);
}

/** A client of that class, with whatever address; of a class of the codebase, one of those. */
function madeSomewhere(type: Value | null): Value | null {
  if (type?.kind === "class") return type;
  return type?.kind === "symbol" && type.symbol.role === "client" ? { kind: "client", client: { provider: null, isMoved: false, isFunction: false, origins: [] } } : null;
}

export function exportOf(source: string, name: string): Value | null {
  const exports = Object.hasOwn(SCRIPT_SYMBOLS, source) ? SCRIPT_SYMBOLS[source] : undefined;
  const symbol = exports && Object.hasOwn(exports, name) ? exports[name] : undefined;
  return symbol ? { kind: "symbol", symbol, name: name === "default" ? defaultName(source) : name } : null;
}

/** What people call the class that a package is. */
function defaultName(source: string): string {
  return Object.keys(SCRIPT_SYMBOLS[source] ?? {}).find((name) => name !== "default") ?? "default";
}

function moduleOf(source: Value | null, from: string, codebase: Codebase): Value | null {
  if (source?.kind !== "text" || !source.isWhole) return null;
  return Object.hasOwn(SCRIPT_SYMBOLS, source.text) ? { kind: "module", source: source.text } : codebase.findWhole(from, source.text);
}

function followMember(node: Node, scope: Scope, codebase: Codebase, steps: number): Value | null {
  const { object } = node;
  const name = memberName(node);
  if (name === null) return null;
  if (isNode(object) && object.type === "ThisExpression") return followBinding(memberOf(findOwn(scope), name), scope.path, codebase, steps);
  const value = evaluate(object, scope, codebase, steps + 1);
  switch (value?.kind) {
    case "module":
      return exportOf(value.source, name);
    case "file":
      return codebase.findExport(value.path, name);
    case "object":
      return evaluate(findOption(value.place.node, name), value.place.scope, codebase, steps + 1);
    case "class":
      return followOwn(value.place, name, codebase, steps);
    case "symbol":
      // `OpenAI.OpenAI` and `require("openai").default` are what `OpenAI` is; `openai.chat` makes models as `openai` does.
      return value.symbol.role === "models" || /^[A-Z]|^default$/.test(name) ? value : null;
    case "client":
      return value;
    default:
      return null;
  }
}

/** A member of a class, of what it makes, or of an enumeration. */
function followOwn({ node, scope }: Place, name: string, codebase: Codebase, steps: number): Value | null {
  if (node.type === "TSEnumDeclaration") {
    const members = nodesOf(node["members"] ?? (node["body"] as Node | undefined)?.["members"]);
    return evaluate(members.find(({ id }) => nameOf(id) === name)?.["initializer"], scope, codebase, steps + 1);
  }
  const body = node["body"];
  return isNode(body) && steps <= MOST_STEPS ? followBinding(memberOf(enterScope(body, enterScope(node, scope)), name), scope.path, codebase, steps) : null;
}

function memberName(node: Node): string | null {
  const { property } = node;
  return node["computed"] === true && !(isNode(property) && property.type === "StringLiteral") ? null : nameOf(property);
}

function followCall(node: Node, scope: Scope, codebase: Codebase, steps: number): Value | null {
  const [first] = nodesOf(node["arguments"]);
  if (isImport(node["callee"], scope)) return moduleOf(evaluate(first, scope, codebase, steps + 1), scope.path, codebase);
  const value = evaluateCallee(node, scope, codebase, steps);
  if (value?.kind === "client") return value;
  if (value?.kind === "function") return followReturns(value.place, codebase, steps);
  // What a class of the codebase makes has its members.
  if (value?.kind === "class") return node.type === "NewExpression" ? value : null;
  if (value?.kind !== "symbol" || (value.symbol.role !== "client" && value.symbol.role !== "factory")) return null;
  return { kind: "client", client: describeClient(value.symbol, findAddress(node, value.symbol, scope, codebase), originOf(scope.path, node.start), codebase.terms) };
}

/** Of `require("openai")` and `import("openai")`. */
function isImport(callee: unknown, scope: Scope): boolean {
  return isNode(callee) && (callee.type === "Import" || (nameOf(callee) === "require" && findBinding(scope, "require") === null));
}

/** What a function hands over: what its lines return, else what it says that it does. */
function followReturns({ node, scope }: Place, codebase: Codebase, steps: number): Value | null {
  const values: (Value | null)[] = [];
  const { body } = node;
  const inner = enterScope(node, scope);
  if (isNode(body) && body.type !== "BlockStatement") values.push(evaluate(body, inner, codebase, steps + 1));
  else if (isNode(body)) {
    const collect = (each: Node, at: Scope) => {
      const value = each["argument"];
      if (each.type === "ReturnStatement" && isNode(value) && value.type !== "NullLiteral" && nameOf(value) !== "undefined") values.push(evaluate(value, at, codebase, steps + 1));
    };
    visit(body, inner, collect, ({ type }) => !FUNCTIONS.test(type) && !/^Class/.test(type));
  }
  return merge(values, false) ?? followBinding(typeOf(node, scope, "returnType"), scope.path, codebase, steps);
}

/** What is called: of a whole package that `require` hands over, its class. */
export function evaluateCallee(call: Node, scope: Scope, codebase: Codebase, steps = 0): Value | null {
  const value = evaluate(call["callee"], scope, codebase, steps + 1);
  return value?.kind === "module" ? exportOf(value.source, "default") : value;
}

/** The address that a client is made with. */
export function findAddress(call: Node, symbol: Symbol, scope: Scope, codebase: Codebase): GivenAddress {
  let at: Place | null = null;
  const given = nodesOf(call["arguments"]).find(({ type }) => type !== "StringLiteral");
  if (given !== undefined) at = { node: given, scope };
  for (const option of symbol.address ?? ["baseURL"]) {
    if (at === null) return { kind: "none" };
    const object = evaluate(at.node, at.scope, codebase);
    if (object?.kind !== "object") return { kind: "told at run time" };
    const value: Node | undefined = namesOf(option).map((name) => findOption(object.place.node, name)).find((each) => each !== undefined);
    if (value === undefined) return nodesOf(object.place.node["properties"]).some(({ type }) => type === "SpreadElement") ? { kind: "told at run time" } : { kind: "none" };
    at = { node: value, scope: object.place.scope };
  }
  const text = at && evaluate(at.node, at.scope, codebase);
  if (text?.kind !== "text" || !text.isWhole) return { kind: "told at run time" };
  return { kind: "literal", text: text.text, place: text.path === scope.path ? { start: text.node.start, end: text.node.end } : null };
}

/** What older versions call it. */
function namesOf(option: string): string[] {
  return option === "baseURL" ? ["baseURL", "basePath", "serverURL"] : [option];
}

/** The text up to the first part that only the run tells. */
function joinTemplate(node: Node, path: string, on: (inner: unknown) => Value | null): Value {
  const [quasis, parts] = [nodesOf(node["quasis"]), nodesOf(node["expressions"])];
  let text = "";
  for (const [index, quasi] of quasis.entries()) {
    text += (quasi["value"] as { cooked?: string }).cooked ?? "";
    const part = parts[index];
    if (part === undefined) break;
    const value = on(part);
    if (value?.kind !== "text") return { kind: "text", text, isWhole: false, node, path };
    text += value.text;
    if (!value.isWhole) return { kind: "text", text, isWhole: false, node, path };
  }
  return { kind: "text", text, isWhole: true, node, path };
}
