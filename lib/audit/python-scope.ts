import type { parser } from "@lezer/python";
import type { AuditTerms } from "./finding";
import { type Client, mergeClients } from "./report-client";
import type { Symbol } from "./symbols";

export type PyNode = ReturnType<typeof parser.parse>["topNode"];

export type PyText = { kind: "text"; text: string; isWhole: boolean; node: PyNode; /** The file that it stands in. */ path: string };

/** What an expression of Python comes to, as far as this matters. */
export type PyValue =
  | { kind: "module"; module: string }
  /** A module or folder of the codebase, without its ending. */
  | { kind: "own module"; base: string }
  /** What another file may hold: looked for when it is asked for. */
  | { kind: "imported"; from: string; module: string; name: string | null }
  | { kind: "symbol"; symbol: Symbol; name: string }
  | { kind: "client"; client: Client }
  | { kind: "function"; node: PyNode; scope: PyScope; isProperty: boolean }
  /** A class, and what it makes. */
  | { kind: "class"; scope: PyScope }
  | PyText
  /** `None`, which something else takes the place of later. */
  | { kind: "nothing" }
  /** One of several texts. */
  | { kind: "either"; texts: PyText[] };

export type PyScope = {
  /** Of its file. */
  path: string;
  /** null for what leads nowhere. */
  names: Map<string, PyValue | null>;
  parent: PyScope | null;
  /** What methods of the class around keep in `self`; null where this is no class. */
  own: Map<string, PyValue | null> | null;
  /** Of a class: what it inherits. */
  bases: PyNode[];
  /** Names of a function that are the file's. */
  globals: Set<string>;
  /** Modules whose names are all its own. */
  stars: string[];
};

/** How a node is read where it stands. */
export type PyReader = {
  read: (node: PyNode) => string;
  evaluate: (node: PyNode, scope: PyScope) => PyValue | null;
  /** @param path of the file that imports */
  importOf: (path: string, module: string, name: string | null) => PyValue | null;
  /** The scopes that its functions and classes opened, by where they stand. */
  opened: Map<number, PyScope>;
  /** What one of its functions hands over. */
  returnsOf: (value: PyValue & { kind: "function" }) => PyValue | null;
};

export type PyModule = { top: PyNode; scope: PyScope; reader: PyReader };

/** The codebase's files of Python, read when they are asked for. */
export type PyModules = {
  terms: AuditTerms;
  load: (path: string) => PyModule | null;
  /** What an import comes to; all else stays what it is. */
  settle: (value: PyValue | null) => PyValue | null;
  /** A name of a module of the codebase, or a module within it. */
  findIn: (base: string, name: string) => PyValue | null;
  /** What a function hands over, whichever file it stands in. */
  returnsOf: (value: PyValue & { kind: "function" }) => PyValue | null;
  evaluateIn: (scope: PyScope, node: PyNode) => PyValue | null;
  /** Whether an import may lead to code that nobody here can see. */
  isOwn: (from: string, module: string) => boolean;
};

export function createPyScope(path: string, parent: PyScope | null): PyScope {
  return { path, names: new Map(), parent, own: null, bases: [], globals: new Set(), stars: [] };
}

export function childrenOf(node: PyNode): PyNode[] {
  const children: PyNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child);
  return children;
}

/** Methods do not see the names of the class around them. Undefined where nobody declared the name. */
export function findName(scope: PyScope, name: string): PyValue | null | undefined {
  for (let at: PyScope | null = scope; at !== null; at = at.parent) {
    if (!(at.own && at !== scope) && at.names.has(name)) return at.names.get(name);
  }
  return undefined;
}

export function rootOf(scope: PyScope): PyScope {
  let at = scope;
  while (at.parent) at = at.parent;
  return at;
}

/** The class around. */
export function findSelf(scope: PyScope): PyScope | null {
  for (let at: PyScope | null = scope; at !== null; at = at.parent) if (at.own) return at;
  return null;
}

/** One of several things: of clients, one that goes nobody knows where unless all go to one place; of texts, any; of all else, nothing. */
export function mergePy(all: readonly (PyValue | null)[], isOpen: boolean): PyValue | null {
  const values = all.filter((value) => value?.kind !== "nothing");
  const clients = values.flatMap((value) => (value?.kind === "client" ? [value.client] : []));
  if (clients.length > 0) return { kind: "client", client: mergeClients(clients, isOpen || clients.length < values.length) };
  const texts = values.flatMap((value) => (value?.kind === "text" ? [value] : value?.kind === "either" ? value.texts : []));
  const [first = { kind: "nothing" } as const] = values;
  if (values.length === 0 || (values.length === 1 && (!isOpen || texts.length > 0))) return first;
  const known = new Map(texts.map((text) => [`${text.path} ${text.node.from}`, text]));
  const [one] = known.values();
  return one === undefined ? null : known.size === 1 && values.length === texts.length ? one : { kind: "either", texts: [...known.values()] };
}
