import { parse, type ParserPlugin } from "@babel/parser";
import { findProviderAt, isMoved } from "./addresses";
import type { AuditTerms, Edit, Found, Trouble } from "./finding";
import { type Client, reportClient } from "./report-client";
import { childrenOf, enterScope, findBinding, findOwn, isNode, type Node, nameOf, nodesOf, type Scope } from "./script-scope";
import { CALLS, evaluate, evaluateCallee, findAddress, findOption, type Value } from "./script-value";
import { MODEL_OPTIONS, type Symbol } from "./symbols";

/** Functions that make a request of an address. */
const REQUESTS = /^(fetch|axios|got|ky|request|undici)$/;

export type Reading = { found: Found[]; trouble: Omit<Trouble, "path"> | null };

/** What a file of TypeScript or JavaScript calls, by its syntax tree and what its names stand for. */
export function readScript(path: string, text: string, terms: AuditTerms): Reading {
  const parsed = parseScript(path, text);
  if ("trouble" in parsed) return { found: [], trouble: parsed.trouble };
  const found: Found[] = [];
  walk(parsed.program, { names: new Map(), parent: null, own: null }, { text, terms, found });
  return { found, trouble: parsed.error };
}

type Looking = { text: string; terms: AuditTerms; found: Found[] };

function parseScript(path: string, text: string) {
  const plugins: ParserPlugin[] = ["decorators", ...(/\.[cm]?tsx?$/.test(path) ? ["typescript" as const] : ["flow" as const]), ...(/\.[cm]?ts$/.test(path) ? [] : ["jsx" as const])];
  try {
    const { program, errors } = parse(text, { sourceType: "unambiguous", errorRecovery: true, plugins, allowReturnOutsideFunction: true, allowUndeclaredExports: true });
    return { program: program as unknown as Node, error: errors?.[0] ? describeError(errors[0]) : null };
  } catch (error) {
    return { trouble: describeError(error) };
  }
}

function describeError(error: unknown): Omit<Trouble, "path"> {
  const line = (error as { loc?: { line?: number } }).loc?.line ?? null;
  const why = error instanceof Error ? error.message.replace(/ \(\d+:\d+\)$/, "").split("\n")[0] : "";
  return { line, message: `cannot be read as code: ${why || "unknown reason"}` };
}

/** By a list of its own: a syntax tree may be deeper than the stack. */
function walk(root: Node, outer: Scope, looking: Looking): void {
  const waiting: [Node, Scope][] = [[root, outer]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [node, around] = next;
    const scope = enterScope(node, around);
    if (node.type === "AssignmentExpression" || node.type === "ClassProperty") keep(node, scope);
    if (CALLS.has(node.type)) look(node, scope, looking);
    for (const child of childrenOf(node).reverse()) waiting.push([child, scope]);
  }
}

const KEPT = new Set(["NewExpression", "CallExpression", "AwaitExpression", "Identifier"]);

/** `this.client = new OpenAI()` and `client = new OpenAI()` say what those names stand for from there on. */
function keep(node: Node, scope: Scope): void {
  const isField = node.type === "ClassProperty";
  const [target, value] = isField ? [node["key"], node["value"]] : [node["left"], node["right"]];
  if (!isNode(target) || !isNode(value) || !KEPT.has(value.type)) return;
  const name = nameOf(target.type === "MemberExpression" ? target["property"] : target);
  if (name === null) return;
  if (isField || (isNode(target["object"]) && target["object"].type === "ThisExpression")) findOwn(scope)?.set(name, { kind: "value", node: value, scope });
  else if (target.type === "Identifier" && value.type !== "Identifier") fillName(name, value, scope);
}

/** What was declared as nothing becomes this; whatever stood for something stays what it was. */
function fillName(name: string, node: Node, scope: Scope): void {
  let at: Scope | null = scope;
  while (at !== null && !at.names.has(name)) at = at.parent;
  if (at?.names.get(name)?.kind === "other") at.names.set(name, { kind: "value", node, scope });
}

function look(node: Node, scope: Scope, { text, terms, found }: Looking): void {
  const value = evaluateCallee(node, scope, terms);
  const report = (each: Found | null) => { if (each) found.push(each); };
  if (value?.kind === "symbol" && (value.symbol.role === "client" || value.symbol.role === "factory")) {
    report(lookAtClient(node, value, scope, { text, terms }));
    if (value.symbol.role === "client") report(lookAtModel(node, evaluate(node, scope, terms), scope, terms, value.name));
  } else if (value?.kind === "symbol" || value?.kind === "client") report(lookAtModel(node, value, scope, terms, null));
  else report(lookAtRequest(node, scope, terms));
}

function lookAtClient(node: Node, { symbol, name }: Value & { kind: "symbol" }, scope: Scope, { text, terms }: Pick<Looking, "text" | "terms">): Found | null {
  const address = findAddress(node, symbol, scope, terms);
  const value = evaluate(node, scope, terms);
  if (value?.kind !== "client") return null;
  const code = `${node.type === "NewExpression" ? "new " : ""}${name}`;
  return reportClient({ at: node.start, code, symbol, client: value.client, address, text, insertion: planInsertion(node, symbol, text, terms) }, terms);
}

/** `new OpenAI()` and `new OpenAI({ … })` take the option at one place. */
function planInsertion(node: Node, { address }: Symbol, text: string, { baseUrl }: AuditTerms): Edit | null {
  const [first, ...more] = nodesOf(node["arguments"]);
  const [outer, ...inner] = address ?? [];
  if (outer === undefined || more.length > 0) return null;
  const option = `${outer}: ${inner.reduceRight((value, name) => `{ ${name}: ${value} }`, JSON.stringify(baseUrl))}`;
  const insert = (at: number, after: string): Edit => ({ start: at, end: at, before: "", after });
  if (first === undefined) return text[node.end - 1] === ")" ? insert(node.end - 1, `{ ${option} }`) : null;
  if (first.type !== "ObjectExpression" || findOption(first, outer)) return null;
  return insert(first.start + 1, ` ${option}${nodesOf(first["properties"]).length === 0 ? " " : ","}`);
}

/** The model of a call on a client, as an option or, of a function of models, as its first argument. */
function lookAtModel(node: Node, value: Value | null, scope: Scope, terms: AuditTerms, madeBy: string | null): Found | null {
  const on = callee(value);
  if (on === null || on.isMoved) return null;
  const args = nodesOf(node["arguments"]);
  const option = args.filter(({ type }) => type === "ObjectExpression").flatMap((object) => [...MODEL_OPTIONS].flatMap((name) => findOption(object, name) ?? []))[0];
  const place = on.isFunction && args[0]?.type !== "ObjectExpression" ? args[0] : option;
  const model = evaluate(place, scope, terms);
  if (place === undefined || model?.kind !== "text" || !model.isWhole) return null;
  return { at: place.start, kind: "model", code: madeBy === null ? nameOfCall(node["callee"]) : `new ${madeBy}`, provider: on.provider, model: model.text, edit: null };
}

function callee(value: Value | null): Client | null {
  if (value?.kind === "client") return value.client;
  return value?.kind === "symbol" ? { provider: value.symbol.provider, isMoved: false, isFunction: value.symbol.role === "models" } : null;
}

/** A request of a provider's own address. */
function lookAtRequest(node: Node, scope: Scope, terms: AuditTerms): Found | null {
  const callee = node["callee"];
  const head = rootOf(callee);
  const [first] = nodesOf(node["arguments"]);
  if (head === null || first === undefined || !REQUESTS.test(head) || isShadowed(head, scope)) return null;
  const given = first.type === "ObjectExpression" ? (findOption(first, "url") ?? findOption(first, "baseURL")) : isNew(first, "URL") ? nodesOf(first["arguments"])[0] : first;
  const address = evaluate(given, scope, terms);
  if (address?.kind !== "text" || isMoved(address.text, terms)) return null;
  const at = findProviderAt(address.text, terms.providers);
  return at && { at: given?.start ?? node.start, kind: "address", code: nameOfCall(callee), provider: at.provider, model: null, edit: null };
}

function isNew(node: Node, name: string): boolean {
  return node.type === "NewExpression" && nameOf(node["callee"]) === name;
}

/** `fetch` is everybody's; the others come from a package of that name. */
function isShadowed(name: string, scope: Scope): boolean {
  const binding = findBinding(scope, name);
  return binding !== null && !(binding.kind === "import" && REQUESTS.test(binding.source.replace(/^node-/, ""))) && !isRequired(binding, name);
}

function isRequired(binding: NonNullable<ReturnType<typeof findBinding>>, name: string): boolean {
  if (binding.kind !== "value" || binding.node.type !== "CallExpression" || nameOf(binding.node["callee"]) !== "require") return false;
  return nameOf(nodesOf(binding.node["arguments"])[0])?.replace(/^node-/, "") === name;
}

function rootOf(node: unknown): string | null {
  let at = node;
  while (isNode(at) && (at.type === "MemberExpression" || at.type === "OptionalMemberExpression")) at = at["object"];
  return isNode(at) && at.type === "Identifier" ? String(at["name"]) : null;
}

/** `client.chat.completions.create` */
function nameOfCall(node: unknown): string {
  if (!isNode(node)) return "a call";
  if (node.type === "Identifier") return String(node["name"]);
  if (node.type === "ThisExpression") return "this";
  if (/MemberExpression$/.test(node.type) && node["computed"] !== true) return `${nameOfCall(node["object"])}.${nameOf(node["property"]) ?? "?"}`;
  return "(…)";
}
