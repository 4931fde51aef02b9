import type { z } from "zod";
import { findNearest } from "@/lib/core/nearest";
import type { Refusal } from "./refusal";
import { type Config, configSchema, FIELDS } from "./schema";
import { type Path, readSource, type Sourced } from "./source";
import type { Variables } from "./variables";

export type ParsedConfig = { config: Config; lineOf(path: Path): number };

/** A file's content, checked for all that can be checked without knowing the catalog. Faults go to `refusals`. */
export function parseConfig(text: string, variables: Variables, refusals: Refusal[]): ParsedConfig | null {
  const source = readSource(text, variables, refusals);
  if (source === null) return null;
  const parsed = configSchema.safeParse(source.value);
  if (parsed.success) return { config: parsed.data, lineOf: source.lineOf };
  for (const issue of parsed.error.issues) refusals.push(...toRefusals(issue, source.value, source.lineOf));
  return null;
}

function toRefusals(issue: z.core.$ZodIssue, value: Sourced, lineOf: (path: Path) => number): Refusal[] {
  const path = issue.path.map((part) => (typeof part === "symbol" ? String(part) : part));
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ line: lineOf([...path, key]), reason: unknownField(path, key) }));
  }
  return [{ line: lineOf(path), reason: `${formatPath(path)} ${reasonOf(issue, find(value, path))}` }];
}

function reasonOf(issue: z.core.$ZodIssue, found: Sourced | undefined): string {
  switch (issue.code) {
    case "invalid_type":
      return found === undefined ? "is missing" : `must be ${KINDS[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return `must be ${issue.values.join(" or ")}`;
    case "too_small":
      return "must not be empty";
    case "too_big":
      return `must have at most ${issue.maximum} entries`;
    case "invalid_key":
      return `is a key that ${issue.issues[0]?.message ?? "is not allowed"}`;
    default:
      return issue.message;
  }
}

const KINDS: Partial<Record<string, string>> = { string: "a text", array: "a list", object: "a mapping" };

function unknownField(path: Path, key: string): string {
  const fields = path.filter((part) => typeof part === "string");
  const nearest = findNearest(key, FIELDS[fields.slice(-2).join(".")] ?? FIELDS[fields.at(-1) ?? ""] ?? []);
  const hint = nearest === null ? "" : `; the nearest is ${nearest}`;
  return `${formatPath([...path, key])} is not a field${hint}`;
}

function find(value: Sourced | undefined, path: Path): Sourced | undefined {
  const [first, ...rest] = path;
  if (first === undefined || value === undefined || typeof value === "string") return path.length === 0 ? value : undefined;
  const inner = Array.isArray(value) ? value[Number(first)] : value[first];
  return find(inner, rest);
}

/** `endpoints[0].price.input`, counted from 0 as in most languages; the line says the rest. */
function formatPath(path: Path): string {
  if (path.length === 0) return "the file";
  return path.map((part) => (typeof part === "number" ? `[${part}]` : `.${part}`)).join("").replace(/^\./, "");
}
