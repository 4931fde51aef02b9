import { findProviderAt, isMoved } from "./addresses";
import type { Edit, Found } from "./finding";
import { walkPython } from "./python-modules";
import { childrenOf, findName, type PyModules, type PyNode, type PyReader, type PyScope, type PyText, type PyValue } from "./python-scope";
import { findPyAddress, listArguments } from "./python-value";
import { isKnownModel } from "./read-env";
import type { Reading } from "./read-script";
import { type Client, reportClient } from "./report-client";
import { MODEL_OPTIONS, OTHER_CALL, SDK_CALL, splitModel, type Symbol } from "./symbols";

/** `requests.post`, `httpx.AsyncClient().post` and their like. */
const REQUESTS = /^(requests|httpx|aiohttp|urllib3|session)\b.*\.?(get|post|put|request|stream|urlopen)?$/;

type Looking = { text: string; modules: PyModules; reader: PyReader; slugs: ReadonlySet<string>; found: Found[]; others: Map<string, string> };

/** What a file of Python calls, by its syntax tree and what its names stand for, here and in other files. */
export function readPython(path: string, text: string, modules: PyModules): Reading {
  const module = modules.load(path);
  if (module === null) return { found: [], trouble: null, others: new Map() };
  const looking: Looking = { text, modules, reader: module.reader, slugs: new Set(modules.terms.providers.map(({ slug }) => slug)), found: [], others: new Map() };
  walkPython(module, (node, scope) => { if (node.name === "CallExpression") look(node, scope, looking); });
  return { found: looking.found, trouble: findTrouble(module.top, text), others: looking.others };
}

function findTrouble(top: PyNode, text: string): Reading["trouble"] {
  let at: number | null = null;
  top.cursor().iterate((node) => { if (node.type.isError) at ??= node.from; });
  return at === null ? null : { line: text.slice(0, at).split("\n").length, message: "cannot be read as code from here on; what comes after may be incomplete" };
}

function look(node: PyNode, scope: PyScope, looking: Looking): void {
  const { reader, modules, text, found } = looking;
  const value = node.firstChild && reader.evaluate(node.firstChild, scope);
  if (value?.kind === "symbol" && value.symbol.role === "client") {
    const client = reader.evaluate(node, scope);
    if (client?.kind !== "client") return;
    const address = findPyAddress(node, value.symbol, scope, reader);
    const made = reportClient({ at: node.from, code: value.name, symbol: value.symbol, client: client.client, address, text, insertion: planInsertion(node, value.symbol, looking) }, modules.terms);
    found.push(...(made ? [made] : []), ...lookAtModels(node, client.client, scope, looking));
  } else if (value?.kind === "symbol" || value?.kind === "client") {
    found.push(...lookAtModels(node, callee(value), scope, looking));
    const code = codeOf(node, reader);
    if (value.kind === "client" && OTHER_CALL.test(`${code}.`)) for (const origin of value.client.origins) looking.others.set(origin, code);
  } else found.push(...lookAtRequest(node, scope, looking), ...(value === null ? lookAtStranger(node, scope, looking) : []));
}

function callee(value: PyValue & { kind: "symbol" | "client" }): Client {
  if (value.kind === "client") return value.client;
  return { provider: value.symbol.provider, isMoved: false, isFunction: value.symbol.role === "models", origins: [] };
}

/** The option as the first of the arguments that have names, behind those that have none. */
function planInsertion(call: PyNode, { address }: Symbol, { text, modules: { terms }, reader }: Looking): Edit | null {
  const [option] = address ?? [];
  const list = call.getChild("ArgList");
  if (option === undefined || list === null || text[list.to - 1] !== ")") return null;
  const { named, others } = listArguments(call, reader.read);
  if (others.length > 0) return null;
  const at = list.from + 1;
  const isEmpty = named.size === 0 && text.slice(at, list.to - 1).trim() === "";
  return named.size === 0 && !isEmpty ? null : { start: at, end: at, before: "", after: `${option}=${JSON.stringify(terms.baseUrl)}${isEmpty ? "" : ", "}` };
}

/** The models of a call, as an argument of that name or, of a function of models, as the first. */
function lookAtModels(call: PyNode, on: Client, scope: PyScope, { reader, slugs }: Looking): Found[] {
  if (on.isMoved || call.firstChild === null) return [];
  const { named, others } = listArguments(call, reader.read);
  const place = [...named].find(([name]) => MODEL_OPTIONS.has(name))?.[1] ?? (on.isFunction ? others[0] : undefined);
  return place === undefined ? [] : listModels(place, scope, codeOf(call, reader), on.provider, slugs, reader);
}

/** One for each name that a place may come to: where it is written if there are several, else where it is used. */
function listModels(place: PyNode, scope: PyScope, code: string, provider: string | null, slugs: ReadonlySet<string>, { evaluate }: PyReader): Found[] {
  const value = evaluate(place, scope);
  const texts = value?.kind === "either" ? value.texts : value?.kind === "text" ? [value] : [];
  const placeOf = ({ path, node }: PyText) => (texts.length > 1 && path === scope.path ? node.from : place.from);
  return texts.filter(({ isWhole, text }) => isWhole && text !== "").map((text): Found => {
    const told = provider === null ? splitModel(text.text, slugs) : { provider, model: text.text };
    return { at: placeOf(text), kind: "model", code, ...told, edit: null };
  });
}

/** A known model in a call like an SDK's, on something that other code hands over: whose provider it is, nobody can tell here. */
function lookAtStranger(call: PyNode, scope: PyScope, looking: Looking): Found[] {
  const { reader, modules, slugs } = looking;
  const code = codeOf(call, reader);
  const [root = ""] = code.split(".");
  if (!SDK_CALL.test(code) || findName(scope, root)?.kind !== "imported") return [];
  const place = listArguments(call, reader.read).named.get("model");
  return place === undefined ? [] : listModels(place, scope, code, null, slugs, reader).filter(({ model }) => model !== null && isKnownModel(model, modules.terms));
}

function codeOf(call: PyNode, { read }: PyReader): string {
  return call.firstChild ? read(call.firstChild).replace(/\s+/g, "").slice(0, 100) : "";
}

/** A request of a provider's own address, and the model in its body. */
function lookAtRequest(call: PyNode, scope: PyScope, { reader, modules: { terms }, slugs }: Looking): Found[] {
  const code = codeOf(call, reader);
  if (!REQUESTS.test(code)) return [];
  const { named, others } = listArguments(call, reader.read);
  for (const place of [...others, ...[named.get("url"), named.get("base_url")].filter((node) => node !== undefined)]) {
    const address = reader.evaluate(place, scope);
    if (address?.kind !== "text" || isMoved(address.text, terms)) continue;
    const at = findProviderAt(address.text, terms.providers);
    if (at === null) continue;
    const model = modelOf(named.get("json") ?? named.get("data"), reader);
    return [{ at: place.from, kind: "address", code, provider: at.provider, model: null, edit: null }, ...(model ? listModels(model, scope, code, at.provider, slugs, reader) : [])];
  }
  return [];
}

/** `{"model": …}`, as JSON or not. */
function modelOf(body: PyNode | undefined, reader: PyReader): PyNode | null {
  const inner = body?.name === "CallExpression" && codeOf(body, reader) === "json.dumps" ? listArguments(body, reader.read).others[0] : body;
  if (inner?.name !== "DictionaryExpression") return null;
  const parts = childrenOf(inner).filter(({ name }) => name !== "Comment");
  const at = parts.findIndex((part, index) => part.name === "String" && /^(["'])model\1$/.test(reader.read(part)) && parts[index + 1]?.name === ":");
  return at === -1 ? null : (parts[at + 2] ?? null);
}
