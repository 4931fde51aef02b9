import { childrenOf, findName, findSelf, mergePy, type PyModules, type PyNode, type PyReader, type PyScope, type PyText, type PyValue, rootOf } from "./python-scope";
import { typedValue } from "./python-names";
import { describeClient, type GivenAddress, originOf } from "./report-client";
import { ADDRESS_OPTIONS, PYTHON_SYMBOLS, type Symbol } from "./symbols";

/** A call's arguments: those that are named, and the others in order. `isOpen` when `**kwargs` may name more. */
export type PyArguments = { named: Map<string, PyNode>; others: PyNode[]; isOpen: boolean };

/** Names that lead very far lead nowhere. */
const MOST_STEPS = 40;
const FROM_ENVIRONMENT = /^(os\.)?(getenv|environ\.get)$/;

/** Reads one file's nodes. */
export function createPyReader(path: string, text: string, modules: PyModules): PyReader {
  const read = ({ from, to }: PyNode) => text.slice(from, to);
  const importOf: PyReader["importOf"] = (from, module, name) => knownImport(module, name) ?? { kind: "imported", from, module, name };
  const returning = new Set<number>();
  let steps = 0;

  function evaluate(node: PyNode, scope: PyScope): PyValue | null {
    if (steps > MOST_STEPS) return null;
    steps += 1;
    try {
      return follow(node, scope);
    } finally {
      steps -= 1;
    }
  }

  function follow(node: PyNode, scope: PyScope): PyValue | null {
    switch (node.name) {
      case "VariableName":
        return followName(read(node), scope);
      case "None":
        return { kind: "nothing" };
      case "String":
      case "ContinuedString":
      case "FormatString":
        return readText(node, path, read, (inner) => evaluate(inner, scope));
      case "ParenthesizedExpression":
      case "AwaitExpression":
        return firstOf(childrenOf(node), scope);
      case "NamedExpression":
        return node.lastChild && evaluate(node.lastChild, scope);
      case "ConditionalExpression":
        return mergePy([node.firstChild, node.lastChild].map((end) => end && evaluate(end, scope)), false);
      case "BinaryExpression":
        return node.getChild("or") ? firstOf(childrenOf(node), scope) : null;
      case "MemberExpression":
        return followMember(node, scope);
      case "CallExpression":
        return followCall(node, scope);
      default:
        return null;
    }
  }

  const firstOf = (nodes: readonly PyNode[], scope: PyScope) => nodes.map((node) => evaluate(node, scope)).find((value) => value !== null && value.kind !== "nothing") ?? null;

  function followName(name: string, scope: PyScope): PyValue | null {
    const value = findName(scope, name);
    if (value !== undefined) return modules.settle(value);
    const { path: from, stars } = rootOf(scope);
    return stars.map((module) => modules.settle(importOf(from, module, name))).find((found) => found !== null) ?? null;
  }

  function followMember(node: PyNode, scope: PyScope): PyValue | null {
    const [object, name] = [node.firstChild, node.getChild("PropertyName")];
    if (object === null || name === null) return null;
    if (object.name === "VariableName" && /^(self|cls)$/.test(read(object))) return followOwn(findSelf(scope), read(name), modules);
    const value = evaluate(object, scope);
    if (value?.kind === "module") return modules.settle(importOf(scope.path, value.module, read(name)));
    if (value?.kind === "own module") return modules.findIn(value.base, read(name));
    if (value?.kind === "class") return followOwn(value.scope, read(name), modules);
    // `openai.chat.completions.create` is a call as `openai.chat` is one.
    return value?.kind === "client" || (value?.kind === "symbol" && value.symbol.role !== "client") ? value : null;
  }

  function followCall(node: PyNode, scope: PyScope): PyValue | null {
    const callee = node.firstChild;
    if (callee && FROM_ENVIRONMENT.test(read(callee))) {
      const [, otherwise] = listArguments(node, read).others;
      return otherwise ? evaluate(otherwise, scope) : null;
    }
    const value = callee && evaluate(callee, scope);
    if (value?.kind === "client" || value?.kind === "class") return value;
    if (value?.kind === "function") return modules.returnsOf(value);
    if (value?.kind !== "symbol") return null;
    if (value.symbol.role === "client") return { kind: "client", client: describeClient(value.symbol, findPyAddress(node, value.symbol, scope, reader), originOf(path, node.from), modules.terms) };
    return value.symbol.role === "models" ? { kind: "client", client: { provider: value.symbol.provider, isMoved: false, isFunction: false, origins: [] } } : null;
  }

  /** Functions that call each other end. */
  function returnsOf(value: PyValue & { kind: "function" }): PyValue | null {
    if (returning.has(value.node.from)) return null;
    returning.add(value.node.from);
    const found = followReturns(value, reader);
    returning.delete(value.node.from);
    return found;
  }

  const reader: PyReader = { read, evaluate, importOf, opened: new Map(), returnsOf };
  return reader;
}

/** What a function of a reader's file hands over: what its lines return, else what it says that it does. */
function followReturns({ node, scope }: PyValue & { kind: "function" }, reader: PyReader): PyValue | null {
  const inner = reader.opened.get(node.from) ?? scope;
  const values: (PyValue | null)[] = [];
  const waiting = node.getChildren("Body");
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [, value] = childrenOf(next);
    if (/^(Return|Yield)Statement$/.test(next.name) && value) values.push(reader.evaluate(value, inner));
    else if (!/^(FunctionDefinition|ClassDefinition|LambdaExpression)$/.test(next.name)) waiting.push(...childrenOf(next));
  }
  const type = node.getChild("TypeDef");
  return mergePy(values, false) ?? (type && typedValue(type, scope, reader));
}

/** A member of a class, or of one that it inherits. */
function followOwn(of: PyScope | null, name: string, modules: PyModules, depth = 0): PyValue | null {
  if (of === null || depth > 5) return null;
  const value = of.own?.get(name);
  if (value?.kind === "function" && value.isProperty) return modules.returnsOf(value);
  if (value !== undefined) return modules.settle(value);
  return of.bases.map((base) => modules.evaluateIn(of.parent ?? of, base)).map((base) => (base?.kind === "class" ? followOwn(base.scope, name, modules, depth + 1) : null)).find((found) => found !== null) ?? null;
}

/** A known module, one of its names, or a module within it; null for what is nothing of ours. */
function knownImport(module: string, name: string | null): PyValue | null {
  const path = name === null ? module : `${module}.${name}`;
  const exports = name !== null && Object.hasOwn(PYTHON_SYMBOLS, module) ? PYTHON_SYMBOLS[module] : undefined;
  const symbol = name !== null && exports && Object.hasOwn(exports, name) ? exports[name] : undefined;
  if (symbol && name !== null) return { kind: "symbol", symbol, name };
  return Object.keys(PYTHON_SYMBOLS).some((known) => known === path || known.startsWith(`${path}.`)) ? { kind: "module", module: path } : null;
}

export function listArguments(call: PyNode, read: PyReader["read"]): PyArguments {
  const list = call.getChild("ArgList");
  const parts = (list ? childrenOf(list) : []).filter(({ name }) => name !== "Comment");
  const found: PyArguments = { named: new Map(), others: [], isOpen: false };
  for (const [index, part] of parts.entries()) {
    const [before, after] = [parts[index - 1], parts[index + 1]];
    if (part.name === "**") found.isOpen = true;
    else if (after?.name === "AssignOp") {
      const value = parts[index + 2];
      if (value) found.named.set(read(part), value);
    } else if ((before?.name === "(" || before?.name === ",") && !/^[(),*]/.test(part.name)) found.others.push(part);
  }
  return found;
}

/** The address that a client is made with, whichever of its names that option has. */
export function findPyAddress(call: PyNode, symbol: Symbol, scope: PyScope, { read, evaluate }: PyReader): GivenAddress {
  const { named, isOpen } = listArguments(call, read);
  const given = [...named].find(([name]) => ADDRESS_OPTIONS.has(name) || symbol.address?.includes(name))?.[1];
  if (given === undefined) return isOpen ? { kind: "told at run time" } : { kind: "none" };
  const value = evaluate(given, scope);
  if (value?.kind === "nothing") return { kind: "told at run time" };
  if (value?.kind !== "text" || !value.isWhole) return { kind: "told at run time" };
  return { kind: "literal", text: value.text, place: value.path === scope.path ? { start: value.node.from, end: value.node.to } : null };
}

type Evaluate = (node: PyNode) => PyValue | null;

/** A literal's text. Of an f-string what stands before the first part that only the run tells. */
function readText(node: PyNode, path: string, read: PyReader["read"], evaluate: Evaluate): PyText | null {
  if (node.name === "ContinuedString") {
    const parts = childrenOf(node).map((part) => readText(part, path, read, evaluate));
    if (!parts.every((part) => part?.isWhole === true)) return null;
    return { kind: "text", text: parts.map((part) => part?.text ?? "").join(""), isWhole: true, node, path };
  }
  const match = /^([a-z]*)("""|'''|"|')(.*)\2$/is.exec(read(node));
  if (!match) return null;
  const [, prefix = "", quote = "", body = ""] = match;
  if (prefix.toLowerCase().includes("b")) return null;
  // An escape is in no address and no model's name.
  if (node.name !== "FormatString") return { kind: "text", text: body, isWhole: prefix !== "" || !body.includes("\\"), node, path };
  return joinFormat(node, path, { body, at: node.from + prefix.length + quote.length }, evaluate);
}

/** @param inside what stands between the quotes, and where that begins in the file */
function joinFormat(node: PyNode, path: string, { body, at }: { body: string; at: number }, evaluate: Evaluate): PyText {
  let [text, from] = ["", at];
  for (const part of node.getChildren("FormatReplacement")) {
    text += body.slice(from - at, part.from - at);
    from = part.to;
    const [, inner, ...more] = childrenOf(part);
    // `{base!r}` and `{base:>9}` are not what `base` is.
    const value = inner && more.every(({ name }) => name === "}") ? evaluate(inner) : null;
    if (value?.kind !== "text") return { kind: "text", text, isWhole: false, node, path };
    text += value.text;
    if (!value.isWhole) return { kind: "text", text, isWhole: false, node, path };
  }
  return { kind: "text", text: text + body.slice(from - at), isWhole: !body.includes("\\"), node, path };
}
