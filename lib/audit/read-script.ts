import { findProviderAt, isMoved } from "./addresses";
import { isKnownModel } from "./read-env";
import type { AuditTerms, Edit, Found, Trouble } from "./finding";
import { visit } from "./learn-names";
import { type Client, reportClient } from "./report-client";
import { listAlternatives } from "./script-alternatives";
import type { ScriptModules } from "./script-modules";
import { findBinding, findOption, isNode, type Node, nameOf, nodesOf, type Place, type Scope } from "./script-scope";
import { CALLS, evaluate, evaluateCallee, findAddress, type Value } from "./script-value";
import { MODEL_OPTIONS, OTHER_CALL, SDK_CALL, type Symbol } from "./symbols";

/** Functions that make a request of an address. */
const REQUESTS = /^(fetch|axios|got|ky|request|undici)$/;

export type Reading = {
  found: Found[];
  trouble: Omit<Trouble, "path"> | null;
  /** Calls on clients that RouteLedger does not serve, by where those were made (`originOf`). */
  others: ReadonlyMap<string, string>;
};

type Looking = { text: string; modules: ScriptModules; found: Found[]; others: Map<string, string> };

/** What a file of TypeScript or JavaScript calls, by its syntax tree and what its names stand for, here and in other files. */
export function readScript(path: string, text: string, modules: ScriptModules): Reading {
  const module = modules.load(path);
  if (module === null) return { found: [], trouble: null, others: new Map() };
  if (!("program" in module)) return { found: [], trouble: module.trouble, others: new Map() };
  const looking: Looking = { text, modules, found: [], others: new Map() };
  visit(module.program, module.scope, (node, scope) => { if (CALLS.has(node.type)) look(node, scope, looking); });
  return { found: looking.found, trouble: module.trouble, others: looking.others };
}

function look(node: Node, scope: Scope, looking: Looking): void {
  const { modules, found } = looking;
  const value = evaluateCallee(node, scope, modules);
  if (value?.kind === "symbol" && (value.symbol.role === "client" || value.symbol.role === "factory")) {
    const client = lookAtClient(node, value, scope, looking);
    if (client) found.push(client);
    if (value.symbol.role === "client") found.push(...lookAtModels(node, evaluate(node, scope, modules), scope, looking, value.name));
  } else if (value?.kind === "symbol" || value?.kind === "client") {
    found.push(...lookAtModels(node, value, scope, looking, null));
    if (value.kind === "client") noteOther(node, value.client, looking);
  }
  else found.push(...lookAtRequest(node, scope, looking), ...(value === null ? lookAtStranger(node, scope, looking) : []));
}

/** Of `createOpenAI`, models made without `.chat` speak OpenAI's newer API. */
function noteOther(node: Node, { origins, isFunction, provider }: Client, { others }: Looking): void {
  const code = nameOfCall(node["callee"]);
  const isOther = isFunction ? provider === "openai" && !/\.chat$/.test(code) : OTHER_CALL.test(`${code}.`);
  if (isOther) for (const origin of origins) others.set(origin, code);
}

function lookAtClient(node: Node, { symbol, name }: Value & { kind: "symbol" }, scope: Scope, { text, modules }: Looking): Found | null {
  const address = findAddress(node, symbol, scope, modules);
  const value = evaluate(node, scope, modules);
  if (value?.kind !== "client") return null;
  const code = `${node.type === "NewExpression" ? "new " : ""}${name}`;
  return reportClient({ at: node.start, code, symbol, client: value.client, address, text, insertion: planInsertion(node, symbol, text, modules.terms) }, modules.terms);
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
function lookAtModels(node: Node, value: Value | null, scope: Scope, looking: Looking, madeBy: string | null): Found[] {
  const on = callee(value);
  if (on === null || on.isMoved) return [];
  const args = nodesOf(node["arguments"]);
  const objects = args.map((arg) => evaluate(arg, scope, looking.modules));
  const code = madeBy === null ? nameOfCall(node["callee"]) : `new ${madeBy}`;
  const [first] = args;
  if (on.isFunction && first && objects[0]?.kind !== "object") return listModels({ node: first, scope }, code, on.provider, looking);
  return objects.flatMap((object) => (object?.kind === "object" ? listOptions(object.place, first?.start ?? node.start, scope, code, on.provider, looking) : [])).slice(0, MOST_MODELS);
}

const MOST_MODELS = 10;

/** @param at where the call stands that an object of another file is handed to */
function listOptions(object: Place, at: number, scope: Scope, code: string, provider: string | null, looking: Looking): Found[] {
  const place = [...MODEL_OPTIONS].map((name) => findOption(object.node, name)).find((option) => option !== undefined);
  if (place === undefined) return [];
  const found = listModels({ node: place, scope: object.scope }, code, provider, looking);
  return object.scope.path === scope.path ? found : found.map((each) => ({ ...each, at }));
}

/** One for each name that a place may come to: where it is written if there are several, else where it is used. */
function listModels(place: Place, code: string, provider: string | null, { modules }: Looking): Found[] {
  const alternatives = listAlternatives(place);
  return alternatives.flatMap((each): Found[] => {
    const model = evaluate(each.node, each.scope, modules);
    if (model?.kind !== "text" || !model.isWhole || model.text === "") return [];
    return [{ at: alternatives.length === 1 ? place.node.start : each.node.start, kind: "model", code, provider, model: model.text, edit: null }];
  });
}

/** A known model in a call like an SDK's, on something that other code hands over: whose provider it is, nobody can tell here. */
function lookAtStranger(node: Node, scope: Scope, looking: Looking): Found[] {
  const name = nameOfCall(node["callee"]);
  const root = rootOf(node["callee"]);
  if (root === null || !SDK_CALL.test(name) || findBinding(scope, root)?.kind !== "import") return [];
  const [first] = nodesOf(node["arguments"]);
  const object = evaluate(first, scope, looking.modules);
  if (first === undefined || object?.kind !== "object") return [];
  return listOptions(object.place, first.start, scope, name, null, looking).filter(({ model }) => model !== null && isKnownModel(model, looking.modules.terms));
}

function callee(value: Value | null): Client | null {
  if (value?.kind === "client") return value.client;
  return value?.kind === "symbol" ? { provider: value.symbol.provider, isMoved: false, isFunction: value.symbol.role === "models", origins: [] } : null;
}

/** A request of a provider's own address, and the model in its body. */
function lookAtRequest(node: Node, scope: Scope, looking: Looking): Found[] {
  const { modules } = looking;
  const callee = node["callee"];
  const head = rootOf(callee);
  const [first, second] = nodesOf(node["arguments"]);
  if (head === null || first === undefined || !REQUESTS.test(head) || isShadowed(head, scope)) return [];
  const given = first.type === "ObjectExpression" ? (findOption(first, "url") ?? findOption(first, "baseURL")) : isNew(first, "URL") ? nodesOf(first["arguments"])[0] : first;
  const address = evaluate(given, scope, modules);
  if (address?.kind !== "text" || isMoved(address.text, modules.terms)) return [];
  const at = findProviderAt(address.text, modules.terms.providers);
  if (at === null) return [];
  const code = nameOfCall(callee);
  const models = lookAtBody(first.type === "ObjectExpression" ? first : second, scope, code, at.provider, looking);
  return [{ at: given?.start ?? node.start, kind: "address", code, provider: at.provider, model: null, edit: null }, ...models];
}

/** `{ model }`, or an object with such a body in it, as JSON or not. */
function lookAtBody(options: Node | undefined, scope: Scope, code: string, provider: string, looking: Looking): Found[] {
  const object = evaluate(options, scope, looking.modules);
  if (options === undefined || object?.kind !== "object") return [];
  const { node, scope: around } = object.place;
  const body = findOption(node, "body") ?? findOption(node, "json") ?? findOption(node, "data");
  const inner = body && nameOfCall(body["callee"]) === "JSON.stringify" ? nodesOf(body["arguments"])[0] : body;
  const place = inner === undefined ? object : evaluate(inner, around, looking.modules);
  return place?.kind === "object" ? listOptions(place.place, options.start, scope, code, provider, looking) : [];
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
  const node = binding.kind === "values" ? binding.places[0]?.node : undefined;
  if (node?.type !== "CallExpression" || nameOf(node["callee"]) !== "require") return false;
  return nameOf(nodesOf(node["arguments"])[0])?.replace(/^node-/, "") === name;
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
