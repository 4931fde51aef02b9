import type { parser } from "@lezer/python";
import type { Client } from "./report-client";
import type { Symbol } from "./symbols";

export type PyNode = ReturnType<typeof parser.parse>["topNode"];

/** What an expression of Python comes to, as far as this matters. */
export type PyValue =
  | { kind: "module"; module: string }
  | { kind: "symbol"; symbol: Symbol; name: string }
  | { kind: "client"; client: Client }
  | { kind: "text"; text: string; isWhole: boolean; node: PyNode };

/** What names stand for; null for what leads nowhere. */
export type PyScope = { names: Map<string, PyValue | null>; parent: PyScope | null; isClass: boolean; /** What methods of the class around keep in `self`. */ own: Map<string, PyValue | null> | null };

/** How a node is read where it stands. */
export type PyReader = { read: (node: PyNode) => string; evaluate: (node: PyNode, scope: PyScope) => PyValue | null; importOf: (module: string, name: string | null) => PyValue | null };

export function childrenOf(node: PyNode): PyNode[] {
  const children: PyNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child);
  return children;
}

/** Methods do not see the names of the class around them. Undefined where nobody declared the name. */
export function findName(scope: PyScope, name: string): PyValue | null | undefined {
  for (let at: PyScope | null = scope; at !== null; at = at.parent) {
    if (!(at.isClass && at !== scope) && at.names.has(name)) return at.names.get(name);
  }
  return undefined;
}

export function findSelf(scope: PyScope): Map<string, PyValue | null> | null {
  for (let at: PyScope | null = scope; at !== null; at = at.parent) if (at.own) return at.own;
  return null;
}

/** The scope that a function or class opens; every other node stays in the one around. */
export function enterPython(node: PyNode, parent: PyScope, { read }: PyReader): PyScope {
  if (node.name === "ClassDefinition") return { names: new Map(), parent, isClass: true, own: new Map() };
  if (node.name !== "FunctionDefinition" && node.name !== "LambdaExpression") return parent;
  const names = new Map<string, null>();
  const params = node.getChild("ParamList");
  let isDefault = false;
  for (const param of params ? childrenOf(params) : []) {
    if (param.name === "VariableName" && !isDefault) names.set(read(param), null);
    isDefault = param.name === "AssignOp" || param.name === ":";
  }
  return { names, parent, isClass: false, own: null };
}

/** What a statement declares, from where it stands on: names of Python follow the order of its lines. */
export function declarePython(node: PyNode, scope: PyScope, reader: PyReader): void {
  if (node.name === "ImportStatement") declareImports(childrenOf(node), scope, reader);
  else if (node.name === "AssignStatement") declareAssignment(node, scope, reader);
  else if (node.name === "WithStatement") declareWith(childrenOf(node), scope, reader);
  else if (/^(FunctionDefinition|ClassDefinition|ForStatement)$/.test(node.name)) {
    const name = node.getChild("VariableName");
    if (name) scope.names.set(reader.read(name), null);
  }
}

function declareImports(parts: readonly PyNode[], scope: PyScope, { read, importOf }: PyReader): void {
  const start = parts.findIndex(({ name }) => name === "import");
  const module = parts.slice(1, start).map(read).join("");
  for (const group of splitAtCommas(parts.slice(start + 1))) {
    const as = group.findIndex(({ name }) => name === "as");
    const path = group.slice(0, as === -1 ? undefined : as).map(read).join("");
    const alias = group[as + 1];
    const given = as === -1 || !alias ? null : read(alias);
    if (path === "" || path === "*") continue;
    const [top = path] = path.split(".");
    if (parts[0]?.name === "from") scope.names.set(given ?? path, importOf(module, path));
    // `import a.b` makes the name `a`, with `b` in it; `import a.b as c` the name of the inner one.
    else scope.names.set(given ?? top, importOf(given === null ? top : path, null));
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

/** `a = …`, `a: Type = …` and `self.a = …`. */
function declareAssignment(node: PyNode, scope: PyScope, { read, evaluate }: PyReader): void {
  const [target, sign, value, ...more] = childrenOf(node).filter(({ name }) => name !== "TypeDef");
  if (!target || sign?.name !== "AssignOp" || !value) return;
  const stands = more.length === 0 ? evaluate(value, scope) : null;
  if (target.name === "VariableName") scope.names.set(read(target), stands);
  else if (target.name === "MemberExpression" && /^(self|cls)\.\w+$/.test(read(target))) findSelf(scope)?.set(read(target).replace(/^\w+\./, ""), stands);
}

function declareWith(parts: readonly PyNode[], scope: PyScope, { read, evaluate }: PyReader): void {
  for (const [index, part] of parts.entries()) {
    const [value, name] = [parts[index - 1], parts[index + 1]];
    if (part.name === "as" && value && name?.name === "VariableName") scope.names.set(read(name), evaluate(value, scope));
  }
}
