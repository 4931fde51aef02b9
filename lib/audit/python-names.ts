import { childrenOf, createPyScope, findSelf, mergePy, type PyNode, type PyReader, type PyScope, type PyValue, rootOf } from "./python-scope";

/** The scope that a function or class opens; every other node stays in the one around. */
export function enterPython(node: PyNode, parent: PyScope, reader: PyReader): PyScope {
  if (!/^(ClassDefinition|FunctionDefinition|LambdaExpression)$/.test(node.name)) return parent;
  const known = reader.opened.get(node.from);
  if (known) return known;
  const scope = createPyScope(parent.path, parent);
  reader.opened.set(node.from, scope);
  if (node.name === "ClassDefinition") {
    scope.own = new Map();
    scope.bases = childrenOf(node).filter(({ name }) => name === "ArgList").flatMap(childrenOf).filter(({ name }) => /^(VariableName|MemberExpression)$/.test(name));
  } else declareParams(node, scope, parent, reader);
  return scope;
}

/** What is handed over hides what has that name outside. Its type and its default say what it may be. */
function declareParams(node: PyNode, scope: PyScope, around: PyScope, { read, evaluate }: PyReader): void {
  const list = node.getChild("ParamList");
  const params = list ? childrenOf(list) : [];
  for (const [index, param] of params.entries()) {
    const before = params[index - 1]?.name;
    if (param.name !== "VariableName" || before === "AssignOp" || before === ":") continue;
    const type = params[index + 1]?.name === "TypeDef" ? params[index + 1] : undefined;
    const at = index + (type ? 2 : 1);
    const given = params[at]?.name === "AssignOp" ? params[at + 1] : undefined;
    const value = given && mergePy([evaluate(given, around)], true);
    scope.names.set(read(param), value ?? (type ? typedValue(type, around, { evaluate, read }) : null));
  }
}

/** `client: OpenAI`: something that the class makes, nobody says with which options. */
export function typedValue(type: PyNode, scope: PyScope, { evaluate, read }: Pick<PyReader, "evaluate" | "read">): PyValue | null {
  let node: PyNode | null = type.name === "TypeDef" ? type.lastChild : type;
  // `Annotated[OpenAI, …]`, `Optional[OpenAI]`, `OpenAI | None`
  for (let step = 0; node !== null && step < 5; step += 1) {
    if (node.name === "MemberExpression" && /^(typing\.)?(Annotated|Optional)\[/.test(read(node))) node = childrenOf(node).find(({ name }, index) => index > 1 && name !== "[") ?? null;
    else if (node.name === "BinaryExpression") node = node.firstChild;
    else break;
  }
  const value = node && /^(VariableName|MemberExpression)$/.test(node.name) ? evaluate(node, scope) : null;
  if (value?.kind === "class") return value;
  return value?.kind === "symbol" && value.symbol.role === "client" ? { kind: "client", client: { provider: null, isMoved: false, isFunction: false, origins: [] } } : null;
}

/** What a statement declares, from where it stands on: names of Python follow the order of its lines. */
export function declarePython(node: PyNode, scope: PyScope, reader: PyReader): void {
  if (node.name === "ImportStatement") declareImports(childrenOf(node), scope, reader);
  else if (node.name === "AssignStatement") declareAssignment(node, scope, reader);
  else if (node.name === "NamedExpression") declareNamed(node, scope, reader);
  else if (node.name === "WithStatement") declareWith(childrenOf(node), scope, reader);
  else if (node.name === "ScopeStatement" && reader.read(node).startsWith("global")) for (const name of node.getChildren("VariableName")) scope.globals.add(reader.read(name));
  else if (node.name === "ForStatement") {
    const name = node.getChild("VariableName");
    if (name) scope.names.set(reader.read(name), null);
  } else if (/^(FunctionDefinition|ClassDefinition)$/.test(node.name)) declareDefinition(node, scope, reader);
}

function declareDefinition(node: PyNode, scope: PyScope, reader: PyReader): void {
  const name = node.getChild("VariableName");
  if (name === null) return;
  const decorators = node.parent?.name === "DecoratedStatement" ? node.parent.getChildren("Decorator").map(reader.read) : [];
  const isProperty = decorators.some((each) => /^@(functools\.)?(cached_)?property\b/.test(each));
  setName(scope, reader.read(name), node.name === "ClassDefinition" ? { kind: "class", scope: enterPython(node, scope, reader) } : { kind: "function", node, scope, isProperty }, false);
}

function setName(scope: PyScope, name: string, value: PyValue | null, isMaybe: boolean): void {
  const at = scope.globals.has(name) ? rootOf(scope) : scope;
  for (const names of [at.names, ...(at.own ? [at.own] : [])]) setIn(names, name, value, isMaybe || at !== scope);
}

/** @param isMaybe it may still be what it was */
function setIn(names: PyScope["names"], name: string, value: PyValue | null, isMaybe: boolean): void {
  const before = isMaybe ? names.get(name) : undefined;
  names.set(name, before === undefined ? value : mergePy([before, value], false));
}

function declareImports(parts: readonly PyNode[], scope: PyScope, { read, importOf }: PyReader): void {
  const start = parts.findIndex(({ name }) => name === "import");
  const module = parts.slice(1, start).map(read).join("");
  for (const group of splitAtCommas(parts.slice(start + 1))) {
    const as = group.findIndex(({ name }) => name === "as");
    const path = group.slice(0, as === -1 ? undefined : as).map(read).join("");
    const alias = group[as + 1];
    const given = as === -1 || !alias ? null : read(alias);
    if (path === "*" && !scope.stars.includes(module)) scope.stars.push(module);
    if (path === "" || path === "*") continue;
    const [top = path] = path.split(".");
    if (parts[0]?.name === "from") scope.names.set(given ?? path, importOf(scope.path, module, path));
    // `import a.b` makes the name `a`, with `b` in it; `import a.b as c` the name of the inner one.
    else scope.names.set(given ?? top, importOf(scope.path, given === null ? top : path, null));
  }
}

function splitAtCommas(parts: readonly PyNode[]): PyNode[][] {
  const groups: PyNode[][] = [[]];
  for (const part of parts) {
    if (part.name === ",") groups.push([]);
    else if (part.name !== "(" && part.name !== ")") groups.at(-1)?.push(part);
  }
  return groups;
}

/** `a = …`, `a: Type = …`, `a: Type`, `a = b = …` and `self.a = …`. */
function declareAssignment(node: PyNode, scope: PyScope, reader: PyReader): void {
  const { read, evaluate } = reader;
  const parts = childrenOf(node);
  const type = parts.find(({ name }) => name === "TypeDef");
  const rest = parts.filter(({ name }) => name !== "TypeDef" && name !== "Comment");
  const isChain = rest.every(({ name }, index) => (index % 2 === 1) === (name === "AssignOp"));
  const value = rest.at(-1);
  const isSet = isChain && rest.length > 1 && value !== undefined;
  const stands = isSet ? (evaluate(value, scope) ?? (type ? typedValue(type, scope, reader) : null)) : type && rest.length === 1 ? typedValue(type, scope, reader) : null;
  for (const target of isSet ? rest.slice(0, -1) : rest) {
    if (target.name === "VariableName") setName(scope, read(target), stands, isBranch(node));
    else if (target.name === "MemberExpression" && /^(self|cls)\.\w+$/.test(read(target))) setOwn(scope, read(target).replace(/^\w+\./, ""), stands);
  }
}

/** Any method may have set it, in any order. */
function setOwn(scope: PyScope, name: string, value: PyValue | null): void {
  const own = findSelf(scope)?.own;
  if (own) setIn(own, name, value, true);
}

const BRANCHES = /^(IfStatement|TryStatement|MatchStatement|WhileStatement|ForStatement)$/;

/** Whether a line may not be reached while its function or file is. */
function isBranch(node: PyNode): boolean {
  for (let at = node.parent; at !== null && !/^(FunctionDefinition|ClassDefinition)$/.test(at.name); at = at.parent) if (BRANCHES.test(at.name)) return true;
  return false;
}

/** `(client := OpenAI())` */
function declareNamed(node: PyNode, scope: PyScope, { read, evaluate }: PyReader): void {
  const [name, , value] = childrenOf(node);
  if (name?.name === "VariableName" && value) setName(scope, read(name), evaluate(value, scope), isBranch(node));
}

function declareWith(parts: readonly PyNode[], scope: PyScope, { read, evaluate }: PyReader): void {
  for (const [index, part] of parts.entries()) {
    const [value, name] = [parts[index - 1], parts[index + 1]];
    if (part.name === "as" && value && name?.name === "VariableName") scope.names.set(read(name), evaluate(value, scope));
  }
}
