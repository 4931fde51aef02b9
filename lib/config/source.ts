import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument, type Document } from "yaml";
import { markVariables, type Variables } from "./variables";
import type { Refusal } from "./refusal";
import { isNestedTooDeeply } from "./yaml-depth";

/** What a file says, with nothing read into it: every scalar is the text as it stands, so that 0.10 stays "0.10". */
export type Sourced = string | Sourced[] | { [field: string]: Sourced };
export type Path = readonly (string | number)[];

export type Source = {
  value: Sourced;
  /** The line of the place, or of the nearest one around it. */
  lineOf(path: Path): number;
};

const MAX_BYTES = 1024 * 1024;
/** Aliases may repeat a node, and nodes of nodes: this many are more than any honest file has. */
const MAX_NODES = 100_000;
const FIELD = /^[a-z][a-z0-9]*$/i;
/** The mappings whose keys are anybody's words. */
const FREE_MAPPING = "metadata";

/** Reads YAML into texts, lists and mappings, and remembers their lines. Faults go to `refusals`. */
export function readSource(text: string, variables: Variables, refusals: Refusal[]): Source | null {
  if (Buffer.byteLength(text) > MAX_BYTES) return refuse(refusals, 1, `the file is larger than ${MAX_BYTES} bytes`);
  const lineCounter = new LineCounter();
  const document = parse(markVariables(text), lineCounter);
  if (document === null) return refuse(refusals, 1, "the file is nested too deeply");
  for (const { code, message, pos } of [...document.errors, ...document.warnings]) {
    const reason = code === "MULTIPLE_DOCS" ? "the file holds more than one document" : `not valid YAML: ${message}`;
    refusals.push({ line: lineCounter.linePos(pos[0]).line, reason });
  }
  if (refusals.length > 0) return null;
  if (document.contents === null) return refuse(refusals, 1, "the file is empty");
  return new Reader(document, lineCounter, variables, refusals).read();
}

function refuse(refusals: Refusal[], line: number, reason: string): null {
  refusals.push({ line, reason });
  return null;
}

function parse(text: string, lineCounter: LineCounter): Document | null {
  if (isNestedTooDeeply(text)) return null;
  // The "failsafe" schema has texts only. Duplicate keys are found below, since the parser gives them a wrong line.
  return parseDocument(text, { schema: "failsafe", uniqueKeys: false, lineCounter, prettyErrors: false });
}

/** Variables have no place in names, nor has what would be a prototype. */
function isTag(name: string, path: Path): boolean {
  return path.at(-1) === FREE_MAPPING && name !== "" && name !== "__proto__" && !/[\ue000\ue001]/.test(name);
}

class Reader {
  private readonly lines = new Map<string, number>();
  /** Nodes that are being read: an alias of one of them would have no end. */
  private readonly open = new Set<Node>();
  private nodes = 0;

  constructor(
    private readonly document: Document,
    private readonly lineCounter: LineCounter,
    private readonly variables: Variables,
    private readonly refusals: Refusal[],
  ) {}

  read(): Source | null {
    const value = this.readNode(this.document.contents, [], 1);
    if (this.refusals.length > 0) return null;
    const { lines } = this;
    const lineOf = (path: Path): number => lines.get(JSON.stringify(path)) ?? (path.length === 0 ? 1 : lineOf(path.slice(0, -1)));
    return { value, lineOf };
  }

  /** @param near the line to blame when the node has none of its own */
  private readNode(node: unknown, path: Path, near: number): Sourced {
    const line = this.lineAt(node) ?? near;
    if (!this.lines.has(JSON.stringify(path))) this.lines.set(JSON.stringify(path), line);
    this.nodes += 1;
    if (this.nodes > MAX_NODES) return this.refuse(line, "the file's aliases repeat too much");
    if (isAlias(node)) return this.readAlias(node.resolve(this.document), node.source, path, line);
    if (isScalar(node)) return this.readText(String(node.value ?? ""), line);
    if (!isMap(node) && !isSeq(node)) return "";
    this.open.add(node);
    const value = isSeq(node)
      ? node.items.map((item, index) => this.readNode(item, [...path, index], line))
      : this.readFields(node.items, path, line);
    this.open.delete(node);
    return value;
  }

  private readAlias(target: Node | undefined, name: string, path: Path, line: number): Sourced {
    if (target === undefined) return this.refuse(line, `the alias *${name} has no anchor before it`);
    if (this.open.has(target)) return this.refuse(line, `the alias *${name} is a cycle: it stands inside what it repeats`);
    return this.readNode(target, path, line);
  }

  private readFields(pairs: Pair[], path: Path, near: number): Sourced {
    const fields = new Map<string, Sourced>();
    for (const { key, value } of pairs) {
      const line = this.lineAt(key) ?? near;
      const name = isScalar(key) ? String(key.value ?? "") : "";
      if (!FIELD.test(name) && !isTag(name, path)) this.refuse(line, "a field's name must be plain letters and digits");
      else if (fields.has(name)) this.refuse(line, `the field ${name} is given twice`);
      else {
        const at = [...path, name];
        this.lines.set(JSON.stringify(at), line);
        fields.set(name, this.readNode(value, at, line));
      }
    }
    return Object.fromEntries(fields);
  }

  private readText(text: string, line: number): string {
    const read = this.variables.replace(text);
    return "text" in read ? read.text : this.refuse(line, read.problem);
  }

  private refuse(line: number, reason: string): string {
    // One of a kind is enough: a cycle or a flood would fill the screen.
    if (this.refusals.length < 100) this.refusals.push({ line, reason });
    return "";
  }

  private lineAt(node: unknown): number | null {
    const start = isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? node.range?.[0] : undefined;
    return start === undefined ? null : this.lineCounter.linePos(start).line;
  }
}
