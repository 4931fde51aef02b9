
/** A node of the syntax tree, of whatever type: fields are looked at by name. */
export type Node = { type: string; start: number; end: number; [field: string]: unknown };

/** What a name stands for: an export of a package, an expression, or something that leads nowhere. */
export type Binding = { kind: "import"; source: string; name: string } | { kind: "value"; node: Node; scope: Scope } | { kind: "other" };

export type Scope = { names: Map<string, Binding>; parent: Scope | null; /** What methods of the class around keep in `this`. */ own: Map<string, Binding> | null };

export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";
}

export function nodesOf(value: unknown): Node[] {
  return Array.isArray(value) ? value.filter(isNode) : [];
}

export function childrenOf(node: Node): Node[] {
  return Object.entries(node).flatMap(([field, value]) => {
    if (field === "loc" || field.endsWith("Comments") || field === "extra") return [];
    return isNode(value) ? [value] : nodesOf(value);
  });
}

export function nameOf(value: unknown): string | null {
  if (!isNode(value)) return null;
  if (value.type === "Identifier") return String(value["name"]);
  return value.type === "StringLiteral" ? String(value["value"]) : null;
}

export function findBinding(scope: Scope, name: string): Binding | null {
  for (let at: Scope | null = scope; at !== null; at = at.parent) {
    const found = at.names.get(name);
    if (found) return found;
  }
  return null;
}

export function findOwn(scope: Scope): Map<string, Binding> | null {
  for (let at: Scope | null = scope; at !== null; at = at.parent) if (at.own) return at.own;
  return null;
}

/** The scope that a node opens with the names that it declares; the given one where it opens none. */
export function enterScope(node: Node, parent: Scope): Scope {
  if (/Function|Method/.test(node.type) && node.type !== "TSFunctionType") return openFunction(node, parent);
  if (node.type === "ClassBody") return { names: new Map(), parent, own: new Map() };
  if (!["BlockStatement", "Program", "ForStatement", "ForOfStatement", "ForInStatement", "CatchClause", "StaticBlock"].includes(node.type)) return parent;
  const scope: Scope = { names: new Map(), parent, own: null };
  if (node.type === "CatchClause") declarePattern(node["param"], scope, { kind: "other" });
  const heads = [node["init"], node["left"]].filter(isNode);
  for (const statement of [...nodesOf(node["body"]), ...heads]) declareStatement(statement, scope);
  return scope;
}

function openFunction(node: Node, parent: Scope): Scope {
  const scope: Scope = { names: new Map(), parent, own: null };
  if (node.type === "FunctionExpression") declarePattern(node["id"], scope, { kind: "other" });
  for (const param of nodesOf(node["params"])) declarePattern(param, scope, { kind: "other" });
  return scope;
}

function declareStatement(statement: Node, scope: Scope): void {
  const declared = isNode(statement["declaration"]) ? statement["declaration"] : statement;
  if (declared.type === "ImportDeclaration") declareImport(declared, scope);
  else if (declared.type === "VariableDeclaration") for (const each of nodesOf(declared["declarations"])) declareVariable(each, scope);
  else if (/^(FunctionDeclaration|ClassDeclaration|TSEnumDeclaration|TSDeclareFunction)$/.test(declared.type)) declarePattern(declared["id"], scope, { kind: "other" });
}

function declareImport(node: Node, scope: Scope): void {
  if (node["importKind"] === "type") return;
  const source = nameOf(node["source"]) ?? "";
  for (const each of nodesOf(node["specifiers"])) {
    const local = nameOf(each["local"]);
    const name = each.type === "ImportDefaultSpecifier" ? "default" : each.type === "ImportNamespaceSpecifier" ? "*" : nameOf(each["imported"]);
    if (local !== null && name !== null && each["importKind"] !== "type") scope.names.set(local, { kind: "import", source, name });
  }
}

function declareVariable(node: Node, scope: Scope): void {
  const { id, init } = node as { id?: unknown; init?: unknown };
  if (isNode(id) && id.type === "Identifier") {
    const isNothing = !isNode(init) || init.type === "NullLiteral";
    scope.names.set(String(id["name"]), isNothing ? { kind: "other" } : { kind: "value", node: init, scope });
  } else if (isNode(id) && id.type === "ObjectPattern" && isNode(init)) declareParts(id, init, scope);
  else declarePattern(id, scope, { kind: "other" });
}

/** `const { OpenAI: Client } = require("openai")`: each name stands for a member of what is taken apart. */
function declareParts(pattern: Node, init: Node, scope: Scope): void {
  for (const part of nodesOf(pattern["properties"])) {
    const [key, local] = [nameOf(part["key"]), nameOf(part["value"])];
    if (key === null || local === null) declarePattern(part, scope, { kind: "other" });
    else scope.names.set(local, { kind: "value", scope, node: { type: "MemberExpression", start: init.start, end: init.end, object: init, property: part["key"], computed: false } });
  }
}

/** Every name in a pattern. */
function declarePattern(pattern: unknown, scope: Scope, binding: Binding): void {
  if (!isNode(pattern)) return;
  if (pattern.type === "Identifier") scope.names.set(String(pattern["name"]), binding);
  else if (pattern.type === "TSParameterProperty") declarePattern(pattern["parameter"], scope, binding);
  else for (const part of [pattern["left"], pattern["argument"], pattern["value"], ...nodesOf(pattern["properties"]), ...nodesOf(pattern["elements"])]) declarePattern(part, scope, binding);
}
