import { parseExpression } from "@babel/parser";
import type { AuditedFile } from "./finding";
import { findOption, isNode, type Node, nameOf, nodesOf } from "./script-scope";

const ENDINGS = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"];
/** A tsconfig that extends itself, by whatever way, ends. */
const MOST_PARENTS = 5;

type Mapping = { /** Where targets begin. */ folder: string; /** Around the star; without a star, all of it is before. */ prefix: string; suffix: string | null; targets: string[] };
type Config = { baseUrl: string | null; mappings: Mapping[] };

/** @returns the file of the codebase that an import leads to; null for a package, and for what is not there */
export type ScriptResolver = (from: string, source: string) => string | null;

/** Relative imports, `paths` and `baseUrl` of the nearest tsconfig or jsconfig, and packages that the codebase holds itself. */
export function createScriptResolver(files: readonly AuditedFile[]): ScriptResolver {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const configs = new Map<string, Config | null>();
  const packages = new Map(files.flatMap(({ path, text }) => readPackage(path, text)));
  const findFile = (path: string | null) => (path === null ? null : (candidatesOf(path).find((each) => texts.has(each)) ?? null));

  function configAt(folder: string): Config | null {
    const known = configs.get(folder);
    if (known !== undefined) return known;
    const own = ["tsconfig.json", "jsconfig.json"].map((name) => join(folder, name)).find((path) => path !== null && texts.has(path));
    const config = own ? readConfig(own, texts, 0) : folder === "" ? null : configAt(folderOf(folder));
    configs.set(folder, config);
    return config;
  }

  return (from, source) => {
    if (/^\.{0,2}\//.test(source) || source === "." || source === "..") return source.startsWith("/") ? null : findFile(join(folderOf(from), source));
    const config = configAt(folderOf(from));
    for (const { folder, prefix, suffix, targets } of config?.mappings ?? []) {
      const star = starOf(source, prefix, suffix);
      if (star === null) continue;
      const found = targets.map((target) => findFile(join(folder, target.replace("*", () => star)))).find((path) => path !== null);
      if (found) return found;
    }
    const based = config?.baseUrl != null ? findFile(join(config.baseUrl, source)) : null;
    return based ?? findInPackages(source, packages, findFile);
  };
}

/** `./client.js` may be written as `client.ts`; a folder stands for its index. */
function candidatesOf(path: string): string[] {
  const bare = path.replace(/\.([cm]?)jsx?$/, "");
  const typed = bare === path ? [] : [`${bare}.ts`, `${bare}.tsx`, `${bare}.mts`, `${bare}.cts`];
  const inFolder = path === "" ? "index" : `${path}/index`;
  return [...(/\.[cm]?[jt]sx?$/.test(path) ? [path] : []), ...ENDINGS.map((ending) => path + ending), ...typed, ...ENDINGS.map((ending) => inFolder + ending)];
}

function findInPackages(source: string, packages: ReadonlyMap<string, string>, findFile: (path: string | null) => string | null): string | null {
  const [name = "", rest = ""] = /^((?:@[^/]+\/)?[^/]+)(?:\/(.*))?$/.exec(source)?.slice(1) ?? [];
  const folder = packages.get(name);
  if (folder === undefined) return null;
  return findFile(join(folder, `src/${rest}`)) ?? findFile(join(folder, rest));
}

function readPackage(path: string, text: string): [string, string][] {
  if (path.split("/").at(-1) !== "package.json") return [];
  const value = parseJson(text);
  const name = value && findOption(value, "name");
  return name?.type === "StringLiteral" ? [[String(name["value"]), folderOf(path)]] : [];
}

function readConfig(path: string, texts: ReadonlyMap<string, string>, depth: number): Config | null {
  const value = parseJson(texts.get(path) ?? "");
  if (value === null || depth > MOST_PARENTS) return null;
  const folder = folderOf(path);
  const parents = listTexts(findOption(value, "extends")).filter((each) => each.startsWith("."));
  const inherited = parents.map((each) => [each, `${each}.json`].map((name) => join(folder, name)).find((name) => name !== null && texts.has(name))).map((each) => (each ? readConfig(each, texts, depth + 1) : null)).findLast((each) => each !== null);
  const options = findOption(value, "compilerOptions");
  const [given] = options ? listTexts(findOption(options, "baseUrl")) : [];
  const baseUrl = given === undefined ? (inherited?.baseUrl ?? null) : join(folder, given);
  const paths = options && findOption(options, "paths");
  return { baseUrl, mappings: paths ? listMappings(paths, baseUrl ?? folder) : (inherited?.mappings ?? []) };
}

function listMappings(paths: Node, folder: string): Mapping[] {
  return nodesOf(paths["properties"]).map((property) => {
    const [prefix = "", suffix = null] = (nameOf(property["key"]) ?? "").split("*");
    return { folder, prefix, suffix, targets: listTexts(property["value"]) };
  });
}

/** What the star of a pattern stands for; null where the pattern does not fit. */
function starOf(source: string, prefix: string, suffix: string | null): string | null {
  if (suffix === null) return source === prefix ? "" : null;
  const fits = source.length >= prefix.length + suffix.length && source.startsWith(prefix) && source.endsWith(suffix);
  return fits ? source.slice(prefix.length, source.length - suffix.length) : null;
}

function listTexts(node: unknown): string[] {
  if (!isNode(node)) return [];
  return [node, ...nodesOf(node["elements"])].flatMap((each) => (each.type === "StringLiteral" ? [String(each["value"])] : []));
}

function parseJson(text: string): Node | null {
  try {
    return parseExpression(text.replace(/^\uFEFF/, " "), { errorRecovery: true }) as unknown as Node;
  } catch {
    return null;
  }
}

export function folderOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
}

/** null for what leads out of the codebase. */
export function join(folder: string, path: string): string | null {
  const parts: string[] = folder === "" ? [] : folder.split("/");
  for (const part of path.split("/")) {
    if (part === ".." && parts.length === 0) return null;
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}
