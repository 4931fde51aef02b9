/** A node of the syntax tree, of whatever type: fields are looked at by name. */
export type Node = { type: string; start: number; end: number; [field: string]: unknown };

/**
 * What a name stands for: an export of a package or file, an expression, a member of a class's type, or something that
 * leads nowhere. `values` are what several lines set it to; `isOpen` when a caller may have set it to something else.
 */
export type Binding =
  | { kind: "import"; source: string; name: string }
  | { kind: "values"; places: Place[]; isOpen: boolean }
  | { kind: "typed"; place: Place }
  | { kind: "getter"; place: Place }
  /** A member of whatever class that is. */
  | { kind: "inherited"; base: Place; name: string }
  | { kind: "other" };

/** A node and what its names stand for. */
export type Place = { node: Node; scope: Scope };

export type Scope = { /** Of its file. */ path: string; names: Map<string, Binding>; parent: Scope | null; /** What methods of the class around keep in `this`. */ own: Map<string, Binding> | null; /** Of a class: what it extends. */ base: Place | null };

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

/** The scope of the class around. */
export function findOwn(scope: Scope): Scope | null {
  for (let at: Scope | null = scope; at !== null; at = at.parent) if (at.own) return at;
  return null;
}

/** A member of a class, else of the one that it extends. @param scope of its body */
export function memberOf(scope: Scope | null, name: string): Binding | null {
  const base = scope?.parent?.base;
  return scope?.own?.get(name) ?? (base ? { kind: "inherited", base, name } : null);
}

const only = (node: Node, scope: Scope): Binding => ({ kind: "values", places: [{ node, scope }], isOpen: false });

/** Of the nodes that open one: what a walk learnt of a name must be there for the next. */
const opened = new WeakMap<Node, Scope>();

/** The scope that a node opens with the names that it declares; the given one where it opens none. */
export function enterScope(node: Node, parent: Scope): Scope {
  const known = opened.get(node);
  if (known) return known;
  const scope = openScope(node, parent);
  if (scope !== parent) opened.set(node, scope);
  return scope;
}

function openScope(node: Node, parent: Scope): Scope {
  const scope: Scope = { path: parent.path, names: new Map(), parent, own: null, base: null };
  if (/Function|Method/.test(node.type) && node.type !== "TSFunctionType") declareParams(node, scope);
  else if (/^Class(Declaration|Expression)$/.test(node.type)) scope.base = isNode(node["superClass"]) ? { node: node["superClass"], scope: parent } : null;
  else if (node.type === "ClassBody") scope.own = declareMembers(node, scope);
  else if (["BlockStatement", "Program", "ForStatement", "ForOfStatement", "ForInStatement", "CatchClause", "StaticBlock"].includes(node.type)) {
    if (node.type === "CatchClause") declarePattern(node["param"], scope);
    const heads = [node["init"], node["left"]].filter(isNode);
    for (const statement of [...nodesOf(node["body"]), ...heads]) declareStatement(statement, scope);
  } else return parent;
  return scope;
}

function declareParams(node: Node, scope: Scope): void {
  if (node.type === "FunctionExpression") declarePattern(node["id"], scope);
  for (const param of nodesOf(node["params"])) declarePattern(param, scope);
}

/** Fields, methods and what a constructor takes as fields. */
function declareMembers(body: Node, scope: Scope): Map<string, Binding> {
  const own = new Map<string, Binding>();
  for (const member of nodesOf(body["body"])) {
    const [name, value] = [nameOf(member["key"]), member["value"]];
    if (member.type === "ClassMethod" && member["kind"] === "constructor") {
      for (const param of nodesOf(member["params"])) if (param.type === "TSParameterProperty") declareTyped(param["parameter"], own, scope);
    } else if (name === null || member["computed"] === true) continue;
    else if (member.type === "ClassMethod") own.set(name, member["kind"] === "get" ? { kind: "getter", place: { node: member, scope } } : only(member, scope));
    else if (member.type === "ClassProperty" && isNode(value) && value.type !== "NullLiteral") own.set(name, only(value, scope));
    else if (member.type === "ClassProperty") own.set(name, typeOf(member, scope) ?? { kind: "other" });
  }
  return own;
}

function declareTyped(param: unknown, names: Map<string, Binding>, scope: Scope): void {
  const name = nameOf(param);
  if (name !== null && isNode(param)) names.set(name, typeOf(param, scope) ?? { kind: "other" });
}

/** `client: OpenAI`: something that the class makes, nobody says with which options. */
export function typeOf(node: Node, scope: Scope, field = "typeAnnotation"): Binding | null {
  let type: unknown = node[field];
  if (isNode(type) && type.type === "TSTypeAnnotation") type = type["typeAnnotation"];
  if (isNode(type) && type.type === "TSTypeReference" && nameOf(type["typeName"]) === "Promise") type = nodesOf((type["typeParameters"] as Node | undefined)?.["params"])[0];
  const name = isNode(type) && type.type === "TSTypeReference" ? type["typeName"] : null;
  return isNode(name) && name.type === "Identifier" ? { kind: "typed", place: { node: name, scope } } : null;
}

function declareStatement(statement: Node, scope: Scope): void {
  const declared = isNode(statement["declaration"]) ? statement["declaration"] : statement;
  const name = nameOf(declared["id"]);
  if (declared.type === "ImportDeclaration") declareImport(declared, scope);
  else if (declared.type === "VariableDeclaration") for (const each of nodesOf(declared["declarations"])) declareVariable(each, scope);
  else if (name === null) return;
  else if (/^(FunctionDeclaration|ClassDeclaration|TSEnumDeclaration)$/.test(declared.type)) scope.names.set(name, only(declared, scope));
  else if (declared.type === "TSDeclareFunction" && !scope.names.has(name)) scope.names.set(name, { kind: "other" });
}

function declareImport(node: Node, scope: Scope): void {
  const source = nameOf(node["source"]) ?? "";
  for (const each of nodesOf(node["specifiers"])) {
    const local = nameOf(each["local"]);
    const name = each.type === "ImportDefaultSpecifier" ? "default" : each.type === "ImportNamespaceSpecifier" ? "*" : nameOf(each["imported"]);
    if (local !== null && name !== null) scope.names.set(local, { kind: "import", source, name });
  }
}

function declareVariable(node: Node, scope: Scope): void {
  const { id, init } = node as { id?: unknown; init?: unknown };
  if (isNode(id) && id.type === "Identifier") {
    const isNothing = !isNode(init) || init.type === "NullLiteral";
    scope.names.set(String(id["name"]), isNothing ? (typeOf(id, scope) ?? { kind: "values", places: [], isOpen: false }) : only(init, scope));
  } else if (isNode(id) && id.type === "ObjectPattern" && isNode(init)) declareParts(id, init, scope);
  else declarePattern(id, scope);
}

/** `const { OpenAI: Client } = require("openai")`: each name stands for a member of what is taken apart. */
function declareParts(pattern: Node, init: Node, scope: Scope): void {
  for (const part of nodesOf(pattern["properties"])) {
    const [key, local] = [nameOf(part["key"]), nameOf(part["value"])];
    if (key === null || local === null) declarePattern(part, scope);
    else scope.names.set(local, only({ type: "MemberExpression", start: init.start, end: init.end, object: init, property: part["key"], computed: false }, scope));
  }
}

/** Every name in a pattern. A default is one of the things that a name may stand for. */
function declarePattern(pattern: unknown, scope: Scope): void {
  if (!isNode(pattern)) return;
  if (pattern.type === "Identifier") declareTyped(pattern, scope.names, scope);
  else if (pattern.type === "TSParameterProperty") declarePattern(pattern["parameter"], scope);
  else if (pattern.type === "AssignmentPattern" && nameOf(pattern["left"]) !== null && isNode(pattern["right"])) {
    scope.names.set(String(nameOf(pattern["left"])), { kind: "values", places: [{ node: pattern["right"], scope }], isOpen: true });
  } else for (const part of [pattern["left"], pattern["argument"], pattern["value"], ...nodesOf(pattern["properties"]), ...nodesOf(pattern["elements"])]) declarePattern(part, scope);
}

/** A field's value, or the method of that name. */
export function findOption(object: Node, name: string): Node | undefined {
  const found = nodesOf(object["properties"]).find((property) => /^Object(Property|Method)$/.test(property.type) && property["computed"] !== true && nameOf(property["key"]) === name);
  return found?.type === "ObjectMethod" ? found : isNode(found?.["value"]) ? found["value"] : undefined;
}
