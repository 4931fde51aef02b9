import { parser } from "@lezer/python";
import { findProviderAt, isMoved } from "./addresses";
import type { AuditTerms, Edit, Found } from "./finding";
import { childrenOf, declarePython, enterPython, type PyNode, type PyReader, type PyScope, type PyValue } from "./python-scope";
import { createPyReader, findPyAddress, listArguments } from "./python-value";
import type { Reading } from "./read-script";
import { type Client, reportClient } from "./report-client";
import { MODEL_OPTIONS, splitModel, type Symbol } from "./symbols";

/** `requests.post`, `httpx.AsyncClient().post` and their like. */
const REQUESTS = /^(requests|httpx|aiohttp|urllib3|session)\b.*\.?(get|post|put|request|stream|urlopen)?$/;

type Looking = { text: string; terms: AuditTerms; reader: PyReader; slugs: ReadonlySet<string>; found: Found[] };

/** What a file of Python calls, by its syntax tree and what its names stand for. */
export function readPython(text: string, terms: AuditTerms): Reading {
  const tree = parser.parse(text);
  const looking: Looking = { text, terms, reader: createPyReader(text, terms), slugs: new Set(terms.providers.map(({ slug }) => slug)), found: [] };
  const root: PyScope = { names: new Map(), parent: null, isClass: false, own: null };
  // Bodies of functions run once the lines around them did.
  const later: [PyNode, PyScope][] = [[tree.topNode, root]];
  for (let next = later.shift(); next !== undefined; next = later.shift()) walk(next[0], next[1], later, looking);
  return { found: looking.found, trouble: findTrouble(tree.topNode, text) };
}

function walk(from: PyNode, outer: PyScope, later: [PyNode, PyScope][], looking: Looking): void {
  const waiting: [PyNode, PyScope][] = [[from, outer]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [node, around] = next;
    declarePython(node, around, looking.reader);
    const scope = enterPython(node, around, looking.reader);
    if (node.name === "CallExpression") look(node, scope, looking);
    for (const child of childrenOf(node).reverse()) {
      if (child.name === "Body" && node.name === "FunctionDefinition") later.push([child, scope]);
      else waiting.push([child, scope]);
    }
  }
}

function findTrouble(top: PyNode, text: string): Reading["trouble"] {
  let at: number | null = null;
  top.cursor().iterate((node) => { if (node.type.isError) at ??= node.from; });
  return at === null ? null : { line: text.slice(0, at).split("\n").length, message: "cannot be read as code from here on; what comes after may be incomplete" };
}

function look(node: PyNode, scope: PyScope, looking: Looking): void {
  const { reader, terms, text, found } = looking;
  const value = node.firstChild && reader.evaluate(node.firstChild, scope);
  const report = (each: Found | null) => { if (each) found.push(each); };
  if (value?.kind === "symbol" && value.symbol.role === "client") {
    const client = reader.evaluate(node, scope);
    if (client?.kind !== "client") return;
    const address = findPyAddress(node, value.symbol, scope, reader);
    report(reportClient({ at: node.from, code: value.name, symbol: value.symbol, client: client.client, address, text, insertion: planInsertion(node, value.symbol, looking) }, terms));
    report(lookAtModel(node, client.client, scope, looking));
  } else if (value?.kind === "symbol" || value?.kind === "client") report(lookAtModel(node, callee(value), scope, looking));
  else report(lookAtRequest(node, scope, looking));
}

function callee(value: PyValue & { kind: "symbol" | "client" }): Client {
  if (value.kind === "client") return value.client;
  return { provider: value.symbol.provider, isMoved: false, isFunction: value.symbol.role === "models" };
}

/** The option as the first of the arguments that have names, behind those that have none. */
function planInsertion(call: PyNode, { address }: Symbol, { text, terms, reader }: Looking): Edit | null {
  const [option] = address ?? [];
  const list = call.getChild("ArgList");
  if (option === undefined || list === null || text[list.to - 1] !== ")") return null;
  const { named, others } = listArguments(call, reader.read);
  if (others.length > 0) return null;
  const at = list.from + 1;
  const isEmpty = named.size === 0 && text.slice(at, list.to - 1).trim() === "";
  return named.size === 0 && !isEmpty ? null : { start: at, end: at, before: "", after: `${option}=${JSON.stringify(terms.baseUrl)}${isEmpty ? "" : ", "}` };
}

/** The model of a call, as an argument of that name or, of a function of models, as the first. */
function lookAtModel(call: PyNode, on: Client, scope: PyScope, { reader, slugs }: Looking): Found | null {
  if (on.isMoved || call.firstChild === null) return null;
  const { named, others } = listArguments(call, reader.read);
  const place = [...named].find(([name]) => MODEL_OPTIONS.has(name))?.[1] ?? (on.isFunction ? others[0] : undefined);
  const model = place && reader.evaluate(place, scope);
  if (!place || model?.kind !== "text" || !model.isWhole) return null;
  const told = on.provider === null ? splitModel(model.text, slugs) : { provider: on.provider, model: model.text };
  return { at: place.from, kind: "model", code: reader.read(call.firstChild).replace(/\s+/g, "").slice(0, 100), ...told, edit: null };
}

/** A request of a provider's own address. */
function lookAtRequest(call: PyNode, scope: PyScope, { reader, terms }: Looking): Found | null {
  const code = call.firstChild ? reader.read(call.firstChild).replace(/\s+/g, "").slice(0, 100) : "";
  if (!REQUESTS.test(code)) return null;
  const { named, others } = listArguments(call, reader.read);
  for (const place of [...others, ...[named.get("url"), named.get("base_url")].filter((node) => node !== undefined)]) {
    const address = reader.evaluate(place, scope);
    if (address?.kind !== "text" || isMoved(address.text, terms)) continue;
    const at = findProviderAt(address.text, terms.providers);
    if (at) return { at: place.from, kind: "address", code, provider: at.provider, model: null, edit: null };
  }
  return null;
}
