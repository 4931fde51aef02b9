import type { AuditTerms } from "./finding";
import { childrenOf, findName, findSelf, type PyNode, type PyReader, type PyScope, type PyValue } from "./python-scope";
import { describeClient, type GivenAddress } from "./report-client";
import { ADDRESS_OPTIONS, PYTHON_SYMBOLS, type Symbol } from "./symbols";

/** A call's arguments: those that are named, and the others in order. `isOpen` when `**kwargs` may name more. */
export type PyArguments = { named: Map<string, PyNode>; others: PyNode[]; isOpen: boolean };

/** Reads one file's nodes. */
export function createPyReader(text: string, terms: AuditTerms): PyReader {
  const read = ({ from, to }: PyNode) => text.slice(from, to);
  const evaluate = (node: PyNode, scope: PyScope): PyValue | null => {
    switch (node.name) {
      case "VariableName":
        return findName(scope, read(node)) ?? null;
      case "String":
      case "ContinuedString":
      case "FormatString":
        return readText(node, read);
      case "ParenthesizedExpression":
      case "AwaitExpression":
        return childrenOf(node).map((child) => evaluate(child, scope)).find((value) => value !== null) ?? null;
      case "MemberExpression":
        return followMember(node, scope);
      case "CallExpression":
        return followCall(node, scope);
      default:
        return null;
    }
  };

  function followMember(node: PyNode, scope: PyScope): PyValue | null {
    const [object, name] = [node.firstChild, node.getChild("PropertyName")];
    if (object === null || name === null) return null;
    if (object.name === "VariableName" && /^(self|cls)$/.test(read(object))) return findSelf(scope)?.get(read(name)) ?? null;
    const value = evaluate(object, scope);
    if (value?.kind === "module") return importOf(value.module, read(name));
    // `openai.chat.completions.create` is a call as `openai.chat` is one.
    return value?.kind === "client" || (value?.kind === "symbol" && value.symbol.role !== "client") ? value : null;
  }

  function followCall(node: PyNode, scope: PyScope): PyValue | null {
    const value = node.firstChild && evaluate(node.firstChild, scope);
    if (value?.kind === "client") return value;
    if (value?.kind !== "symbol") return null;
    if (value.symbol.role === "client") return { kind: "client", client: describeClient(value.symbol, findPyAddress(node, value.symbol, scope, { read, evaluate, importOf }), terms) };
    return value.symbol.role === "models" ? { kind: "client", client: { provider: value.symbol.provider, isMoved: false, isFunction: false } } : null;
  }

  return { read, evaluate, importOf };
}

/** A module, one of its names, or a module within it; null for what is nothing of ours. */
function importOf(module: string, name: string | null): PyValue | null {
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
  if (value?.kind !== "text" || !value.isWhole) return { kind: "told at run time" };
  return { kind: "literal", text: value.text, start: value.node.from, end: value.node.to };
}

/** A literal's text. Of an f-string what stands before its first part. */
function readText(node: PyNode, read: PyReader["read"]): PyValue | null {
  if (node.name === "ContinuedString") {
    const parts = childrenOf(node).map((part) => readText(part, read));
    if (!parts.every((part) => part?.kind === "text" && part.isWhole)) return null;
    return { kind: "text", text: parts.map((part) => (part?.kind === "text" ? part.text : "")).join(""), isWhole: true, node };
  }
  const match = /^([a-z]*)("""|'''|"|')(.*)\2$/is.exec(read(node));
  if (!match) return null;
  const [, prefix = "", quote = "", body = ""] = match;
  const part = node.getChild("FormatReplacement");
  if (part) return { kind: "text", text: body.slice(0, part.from - node.from - prefix.length - quote.length), isWhole: false, node };
  // An escape is in no address and no model's name.
  return prefix.toLowerCase().includes("b") ? null : { kind: "text", text: body, isWhole: prefix !== "" || !body.includes("\\"), node };
}
