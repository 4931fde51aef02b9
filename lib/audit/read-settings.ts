import { parseExpression } from "@babel/parser";
import { isAlias, isMap, isPair, isScalar, isSeq, LineCounter, parseAllDocuments } from "yaml";
import type { AuditTerms, Found } from "./finding";
import { judgeSetting, readLine, type Setting } from "./read-env";
import type { Reading } from "./read-script";
import { isNode, type Node, nameOf, nodesOf } from "./script-scope";

/** What a configuration in JSON (comments allowed), YAML or TOML sets. */
export function readSettings(path: string, text: string, terms: AuditTerms): Omit<Reading, "others"> {
  const { settings, trouble } = /\.ya?ml$/.test(path) ? readYaml(text) : /\.toml$/.test(path) ? { settings: readToml(text), trouble: null } : readJson(text);
  return { found: settings.flatMap((setting): Found | Found[] => judgeSetting(setting, terms) ?? judgeInner(setting, terms) ?? []), trouble };
}

/** `- OPENAI_BASE_URL=https://…` of a compose file is a line of an environment in a text of its own. */
function judgeInner({ value, valueAt }: Setting, terms: AuditTerms): Found | null {
  const inner = valueAt === null ? null : readLine(value, valueAt.start);
  return inner && judgeSetting(inner, terms);
}

type Settings = { settings: Setting[]; trouble: Reading["trouble"] };

function readJson(text: string): Settings {
  try {
    const settings: Setting[] = [];
    collectJson(parseExpression(text.replace(/^\uFEFF/, " "), { errorRecovery: true }) as unknown as Node, settings);
    return { settings, trouble: null };
  } catch (error) {
    return { settings: [], trouble: { line: (error as { loc?: { line?: number } }).loc?.line ?? null, message: "cannot be read as JSON" } };
  }
}

function collectJson(root: Node, settings: Setting[]): void {
  const waiting: { node: Node; name: string; at: number }[] = [{ node: root, name: "", at: root.start }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, name, at } = next;
    if (node.type === "StringLiteral") settings.push(literalSetting(node, name, at));
    for (const element of nodesOf(node["elements"])) waiting.push({ node: element, name, at: element.start });
    for (const property of nodesOf(node["properties"])) {
      const [key, value] = [property["key"], property["value"]];
      if (isNode(key) && isNode(value)) waiting.push({ node: value, name: nameOf(key) ?? "", at: key.start });
    }
  }
}

function literalSetting(node: Node, name: string, at: number): Setting {
  const value = String(node["value"]);
  const isPlain = node.end - node.start === value.length + 2;
  return { name, value, at, valueAt: isPlain ? { start: node.start + 1, end: node.end - 1 } : null };
}

function readYaml(text: string): Settings {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, uniqueKeys: false, logLevel: "silent" });
  const settings: Setting[] = [];
  if (!Array.isArray(documents)) return { settings, trouble: null };
  for (const { contents } of documents) collectYaml(contents, text, settings);
  const error = documents.flatMap(({ errors }) => errors)[0];
  return { settings, trouble: error ? { line: error.linePos?.[0].line ?? null, message: "cannot be read as YAML" } : null };
}

function collectYaml(root: unknown, text: string, settings: Setting[]): void {
  const waiting: { node: unknown; name: string; at: number }[] = [{ node: root, name: "", at: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, name, at } = next;
    if (isAlias(node)) continue;
    if (isScalar(node) && typeof node.value === "string" && node.range) {
      const [start, end] = node.range;
      const source = text.slice(start, end);
      const offset = source.indexOf(node.value);
      settings.push({ name, value: node.value, at: name === "" ? start : at, valueAt: offset === -1 ? null : { start: start + offset, end: start + offset + node.value.length } });
    } else if (isSeq(node)) for (const item of node.items) waiting.push({ node: item, name, at: startOf(item, at) });
    else if (isMap(node)) for (const pair of node.items) if (isPair(pair)) waiting.push({ node: pair.value, name: isScalar(pair.key) ? String(pair.key.value) : "", at: startOf(pair.key, at) });
  }
}

function startOf(node: unknown, otherwise: number): number {
  return isScalar(node) && node.range ? node.range[0] : otherwise;
}

/** Its strings on one line; what stands in texts of several lines is nobody's setting. */
function readToml(text: string): Setting[] {
  const settings: Setting[] = [];
  let start = 0;
  let fence: string | null = null;
  for (const line of text.split("\n")) {
    const opened: string | null = fence;
    const fences: string[] = line.match(/"""|'''/g) ?? [];
    for (const each of fences) fence = fence === null ? each : fence === each ? null : fence;
    const match = opened === null && fences.length === 0 ? /^(\s*)(?:"([^"]+)"|([\w.-]+))\s*=\s*(["'])((?:(?!\4).)*)\4/.exec(line) : null;
    if (match) {
      const [all, indent = "", quoted, bare, , value = ""] = match;
      const end = start + all.length - 1;
      settings.push({ name: quoted ?? bare ?? "", value, at: start + indent.length, valueAt: { start: end - value.length, end } });
    }
    start += line.length + 1;
  }
  return settings;
}
