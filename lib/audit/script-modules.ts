import { parse, type ParserPlugin } from "@babel/parser";
import type { AuditedFile, AuditTerms, Trouble } from "./finding";
import { learnNames, visit } from "./learn-names";
import { createScriptResolver } from "./resolve-script";
import { enterScope, isNode, type Node, nameOf, nodesOf, type Scope } from "./script-scope";
import { type Codebase, evaluate, exportOf, followBinding, type Value } from "./script-value";

/** What a file hands to others: a name of its own, an expression, or what it has from another file. */
type Export = { kind: "name"; name: string } | { kind: "node"; node: Node } | { kind: "from"; source: string; name: string };

export type ScriptModule = { path: string; program: Node; scope: Scope; exports: Map<string, Export>; /** Files and packages whose exports are its own. */ stars: string[]; /** Of `module.exports = …`. */ whole: Node | null; trouble: Omit<Trouble, "path"> | null };
export type Unreadable = { trouble: Omit<Trouble, "path"> };

/** Syntax trees are some forty times their text: those of the files last asked for stay. In UTF-16 units. */
const KEPT_TEXT = 6_000_000;

export type ScriptModules = Codebase & { load: (path: string) => ScriptModule | Unreadable | null; /** Whether an import leads to a file of the codebase. */ isOwn: (from: string, source: string) => boolean };

/** The codebase's files of TypeScript and JavaScript, read when they are asked for. */
export function createScriptModules(files: readonly AuditedFile[], terms: AuditTerms): ScriptModules {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const resolve = createScriptResolver(files);
  const load = createLoader(texts);
  const pending = new Set<string>();

  function findExport(path: string, name: string): Value | null {
    const key = `${path}\0${name}`;
    const found = load(path);
    if (found === null || !("program" in found) || pending.has(key)) return null;
    pending.add(key);
    try {
      return exported(found, name, codebase);
    } finally {
      pending.delete(key);
    }
  }

  function findImport(from: string, source: string, name: string): Value | null {
    const path = resolve(from, source);
    if (path === null) return null;
    return name === "*" ? { kind: "file", path } : findExport(path, name);
  }

  function findWhole(from: string, source: string): Value | null {
    const path = resolve(from, source);
    const found = path === null ? null : load(path);
    if (path === null || found === null || !("program" in found)) return null;
    const whole = found.whole && evaluate(found.whole, found.scope, codebase);
    return whole ?? { kind: "file", path };
  }

  const codebase: Codebase = { terms, findExport, findImport, findWhole, known: new WeakMap() };
  return { ...codebase, load, isOwn: (from, source) => resolve(from, source) !== null };
}

function createLoader(texts: ReadonlyMap<string, string>): ScriptModules["load"] {
  const kept = new Map<string, ScriptModule | Unreadable>();
  let size = 0;
  return (path) => {
    const text = texts.get(path);
    if (text === undefined) return null;
    const known = kept.get(path);
    const found = known ?? parseModule(path, text);
    kept.delete(path);
    kept.set(path, found);
    if (known === undefined) size += text.length;
    for (const [oldest] of kept) {
      if (size <= KEPT_TEXT || oldest === path) break;
      size -= texts.get(oldest)?.length ?? 0;
      kept.delete(oldest);
    }
    return found;
  };
}

function exported(module: ScriptModule, name: string, codebase: Codebase): Value | null {
  const { path, scope, exports, stars, whole } = module;
  const given = exports.get(name);
  if (given?.kind === "name") return followBinding(scope.names.get(given.name) ?? null, path, codebase, 0);
  if (given?.kind === "node") return evaluate(given.node, scope, codebase);
  if (given?.kind === "from") return exportOf(given.source, given.name) ?? codebase.findImport(path, given.source, given.name);
  if (whole && name === "default") return evaluate(whole, scope, codebase);
  // `default` is not among what a star hands on.
  for (const source of name === "default" ? [] : stars) {
    const found = exportOf(source, name) ?? codebase.findImport(path, source, name);
    if (found) return found;
  }
  return null;
}

function parseModule(path: string, text: string): ScriptModule | Unreadable {
  const plugins: ParserPlugin[] = ["decorators", ...(/\.[cm]?tsx?$/.test(path) ? ["typescript" as const] : ["flow" as const]), ...(/\.[cm]?ts$/.test(path) ? [] : ["jsx" as const])];
  try {
    const parsed = parse(text, { sourceType: "unambiguous", errorRecovery: true, plugins, allowReturnOutsideFunction: true, allowUndeclaredExports: true, attachComment: false });
    const program = parsed.program as unknown as Node;
    const outer: Scope = { path, names: new Map(), parent: null, own: null, base: null };
    const scope = enterScope(program, outer);
    learnNames(program, outer);
    const module: ScriptModule = { path, program, scope, exports: new Map(), stars: [], whole: null, trouble: parsed.errors?.[0] ? describeError(parsed.errors[0]) : null };
    for (const statement of nodesOf(program["body"])) listExports(statement, module);
    if (text.includes("exports")) listAssigned(module);
    return module;
  } catch (error) {
    return { trouble: describeError(error) };
  }
}

function describeError(error: unknown): Omit<Trouble, "path"> {
  const line = (error as { loc?: { line?: number } }).loc?.line ?? null;
  const why = error instanceof Error ? error.message.replace(/ \(\d+:\d+\)$/, "").split("\n")[0] : "";
  return { line, message: `cannot be read as code: ${why || "unknown reason"}` };
}

function listExports(statement: Node, { exports, stars }: ScriptModule): void {
  const { declaration } = statement;
  const source = nameOf(statement["source"]);
  if (statement.type === "ExportAllDeclaration" && source !== null) stars.push(source);
  else if (statement.type === "ExportDefaultDeclaration" && isNode(declaration)) {
    const name = nameOf(declaration["id"]);
    exports.set("default", name === null ? { kind: "node", node: declaration } : { kind: "name", name });
  } else if (statement.type === "ExportNamedDeclaration") {
    for (const name of isNode(declaration) ? declaredNames(declaration) : []) exports.set(name, { kind: "name", name });
    for (const each of nodesOf(statement["specifiers"])) {
      const as = nameOf(each["exported"]);
      const name = each.type === "ExportNamespaceSpecifier" ? "*" : each.type === "ExportDefaultSpecifier" ? "default" : nameOf(each["local"]);
      if (as !== null && name !== null) exports.set(as, source === null ? { kind: "name", name } : { kind: "from", source, name });
    }
  }
}

function declaredNames(declaration: Node): string[] {
  const names = nodesOf(declaration["declarations"]).flatMap(({ id }) => {
    if (!isNode(id) || id.type !== "ObjectPattern") return [nameOf(id)];
    return nodesOf(id["properties"]).map((part) => nameOf(part["value"]));
  });
  return [nameOf(declaration["id"]), ...names].filter((name) => name !== null);
}

/** `module.exports = …` and `exports.client = …` of the older kind of module. */
function listAssigned(module: ScriptModule): void {
  visit(module.program, module.scope, (node) => {
    const [left, right] = [node["left"], node["right"]];
    if (node.type !== "AssignmentExpression" || !isNode(left) || left.type !== "MemberExpression" || !isNode(right)) return;
    const [object, name] = [left["object"], nameOf(left["property"])];
    if (name === null || left["computed"] === true) return;
    if (nameOf(object) === "module" && name === "exports") module.whole = right;
    else if (nameOf(object) === "exports" || isModuleExports(object)) module.exports.set(name, { kind: "node", node: right });
  }, ({ type }) => !/Function|Class|Method/.test(type));
  for (const property of module.whole?.type === "ObjectExpression" ? nodesOf(module.whole["properties"]) : []) {
    const [name, value] = [nameOf(property["key"]), property.type === "ObjectMethod" ? property : property["value"]];
    if (name !== null && isNode(value)) module.exports.set(name, { kind: "node", node: value });
  }
}

function isModuleExports(node: unknown): boolean {
  return isNode(node) && node.type === "MemberExpression" && nameOf(node["object"]) === "module" && nameOf(node["property"]) === "exports";
}
