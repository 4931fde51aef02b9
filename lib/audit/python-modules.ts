import { parser } from "@lezer/python";
import type { AuditedFile, AuditTerms } from "./finding";
import { declarePython, enterPython } from "./python-names";
import { childrenOf, createPyScope, type PyModule, type PyModules, type PyNode, type PyScope, type PyValue } from "./python-scope";
import { createPyReader } from "./python-value";
import { folderOf, join } from "./resolve-script";

export function createPyModules(files: readonly AuditedFile[], terms: AuditTerms): PyModules {
  const texts = new Map(files.filter(({ path }) => path.endsWith(".py")).map(({ path, text }) => [path, text]));
  const folders = new Set([...texts.keys()].flatMap(foldersOf));
  const loaded = new Map<string, PyModule>();
  const pending = new Set<string>();

  const fileOf = (base: string) => [`${base}.py`, base === "" ? "__init__.py" : `${base}/__init__.py`].find((path) => texts.has(path)) ?? null;
  const isModule = (base: string) => fileOf(base) !== null || folders.has(base);

  function load(path: string): PyModule | null {
    const [known, text] = [loaded.get(path), texts.get(path)];
    if (known || text === undefined) return known ?? null;
    const module: PyModule = { top: parser.parse(text).topNode, scope: createPyScope(path, null), reader: createPyReader(path, text, modules) };
    loaded.set(path, module);
    // The second time, functions that stand further down are known.
    for (let time = 0; time < 2; time += 1) walkPython(module);
    return module;
  }

  /** @returns without its ending; null for what is no module of the codebase */
  function resolve(from: string, module: string): string | null {
    const [, dots = "", rest = ""] = /^(\.*)(.*)$/.exec(module) ?? [];
    const inner = rest.replaceAll(".", "/");
    if (dots !== "") {
      const base = join(folderOf(from), `${"../".repeat(dots.length - 1)}${inner}`);
      return base !== null && isModule(base) ? base : null;
    }
    // A package's own folder is not where its modules look for others.
    const roots = ancestorsOf(folderOf(from)).filter((folder) => !texts.has(folder === "" ? "__init__.py" : `${folder}/__init__.py`));
    const bases = roots.flatMap((folder) => [join(folder, inner), join(folder, `src/${inner}`)]);
    return bases.find((base) => base !== null && base !== "" && isModule(base)) ?? null;
  }

  function settle(value: PyValue | null): PyValue | null {
    if (value?.kind !== "imported") return value;
    const base = resolve(value.from, value.module);
    if (base === null) return null;
    return value.name === null ? { kind: "own module", base } : findIn(base, value.name);
  }

  function findIn(base: string, name: string): PyValue | null {
    const path = fileOf(base);
    const key = `${base}\0${name}`;
    if (path !== null && !pending.has(key)) {
      pending.add(key);
      try {
        const found = findNamed(path, name);
        if (found !== undefined) return found;
      } finally {
        pending.delete(key);
      }
    }
    const inner = base === "" ? name : `${base}/${name}`;
    return path?.endsWith("__init__.py") !== false && isModule(inner) ? { kind: "own module", base: inner } : null;
  }

  function findNamed(path: string, name: string): PyValue | null | undefined {
    const module = load(path);
    if (module?.scope.names.has(name)) return settle(module.scope.names.get(name) ?? null);
    for (const star of module?.scope.stars ?? []) {
      const value = settle(module?.reader.importOf(path, star, name) ?? null);
      if (value) return value;
    }
    return undefined;
  }

  const modules: PyModules = {
    terms, load, settle, findIn, isOwn: (from, module) => resolve(from, module) !== null,
    returnsOf: (value) => load(value.scope.path)?.reader.returnsOf(value) ?? null,
    evaluateIn: (scope, node) => load(scope.path)?.reader.evaluate(node, scope) ?? null,
  };
  return modules;
}

/** Every node with what its names stand for there. Bodies of functions run once the lines around them did. */
export function walkPython({ top, scope: root, reader }: PyModule, each?: (node: PyNode, scope: PyScope) => void): void {
  const later: [PyNode, PyScope][] = [[top, root]];
  for (let body = later.shift(); body !== undefined; body = later.shift()) {
    const waiting: [PyNode, PyScope][] = [body];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const [node, around] = next;
      declarePython(node, around, reader);
      const scope = enterPython(node, around, reader);
      each?.(node, scope);
      for (const child of childrenOf(node).reverse()) {
        if (child.name === "Body" && node.name === "FunctionDefinition") later.push([child, scope]);
        else waiting.push([child, scope]);
      }
    }
  }
}

function ancestorsOf(folder: string): string[] {
  const parts = folder === "" ? [] : folder.split("/");
  return [...parts.keys(), parts.length].map((_, index) => parts.slice(0, parts.length - index).join("/"));
}

function foldersOf(path: string): string[] {
  return ancestorsOf(folderOf(path)).filter((folder) => folder !== "");
}
