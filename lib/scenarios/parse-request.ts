import type { z } from "zod";
import { CAUSES } from "@/lib/core/outcome";
import { findNearest } from "@/lib/core/nearest";
import type { Problems } from "@/lib/core/profile-draft";
import { requestSchema, type ScenarioRequest } from "./request-schema";
import { listFieldNames } from "./json-schema";

/** Deeper than any request; who reads it goes down from call to call. */
const MAX_DEPTH = 32;

/** Reads what a file or a request says; a problem is a sentence, by the path of its field. */
export function parseRequest(value: unknown): { request: ScenarioRequest } | { problems: Problems } {
  if (isTooDeep(value)) return { problems: { "": "Is nested too deeply." } };
  const hidden = findPrototype(value, []);
  if (hidden !== null) return { problems: { [hidden]: "Is not a name that can stand here." } };
  const { success, data, error } = requestSchema.safeParse(value, { reportInput: true });
  return success ? { request: data } : { problems: problemsOf(error) };
}

function isTooDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; depth <= MAX_DEPTH; depth += 1) {
    level = level.flatMap((each) => (typeof each === "object" && each !== null ? Object.values(each) : []));
    if (level.length === 0) return false;
  }
  return true;
}

/** Where a field has the name of an object's prototype: schemas read past it, and what it says would be left out in silence. */
function findPrototype(value: unknown, path: readonly string[]): string | null {
  if (typeof value !== "object" || value === null) return null;
  if (Object.hasOwn(value, "__proto__")) return [...path, "__proto__"].join(".");
  for (const [key, inner] of Object.entries(value)) {
    const found = findPrototype(inner, [...path, key]);
    if (found !== null) return found;
  }
  return null;
}

function problemsOf(error: z.ZodError): Problems {
  const problems: Record<string, string> = {};
  for (const { path, sentence } of error.issues.flatMap((issue) => toProblems(issue, []))) problems[path.join(".")] ??= sentence;
  return problems;
}

type Problem = { path: string[]; sentence: string };

function toProblems(issue: z.core.$ZodIssue, above: readonly string[]): Problem[] {
  const path = [...above, ...issue.path.map(String)];
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({ path: [...path, key], sentence: path.at(-1) === "causes" ? unknownCause(key) : unknownField(key) }));
    case "invalid_union":
      return unionProblems(issue, path);
    case "invalid_type":
      return [{ path, sentence: issue.input === undefined ? "Is missing." : `Must be ${KINDS[issue.expected] ?? issue.expected}.` }];
    case "invalid_value":
      return [{ path, sentence: `Must be ${issue.values.join(" or ")}.` }];
    case "too_small":
    case "too_big":
      return [{ path, sentence: boundSentence(issue) }];
    case "invalid_key":
      return [{ path, sentence: "Is not a name that can stand here." }];
    case "invalid_format":
      return [{ path, sentence: FORMATS[issue.format] ?? toSentence(issue.message) }];
    default:
      return [{ path, sentence: toSentence(issue.message) }];
  }
}

/** Of what a field may be, the one whose kind fits is meant; where none does, all are told. */
function unionProblems(issue: z.core.$ZodIssueInvalidUnion, path: string[]): Problem[] {
  if (issue.input === undefined) return [{ path, sentence: "Is missing." }];
  if (issue.errors.length === 0) return [{ path, sentence: `Must be ${optionsOf(issue).join(" or ")}.` }];
  const ofKind = issue.errors.filter((inner) => !inner.some(isOfOtherKind));
  if (ofKind[0]) return ofKind[0].flatMap((inner) => toProblems(inner, path));
  const kinds = issue.errors.flatMap((inner) => inner.flatMap((each) => expectedOf(each)));
  return [{ path, sentence: `Must be ${[...new Set(kinds)].join(", or ")}.` }];
}

function optionsOf(issue: z.core.$ZodIssueInvalidUnion): string[] {
  return "options" in issue && Array.isArray(issue.options) ? issue.options.map(String) : ["one of those that are known"];
}

function isOfOtherKind({ code, path }: z.core.$ZodIssue): boolean {
  return path.length === 0 && (code === "invalid_type" || code === "invalid_value");
}

function expectedOf(issue: z.core.$ZodIssue): string[] {
  if (issue.code === "invalid_union") return issue.errors.flatMap((inner) => inner.flatMap(expectedOf));
  if (issue.code === "invalid_value") return issue.values.map(String);
  return issue.code === "invalid_type" && issue.path.length === 0 ? [KINDS[issue.expected] ?? issue.expected] : [];
}

const KINDS: Partial<Record<string, string>> = {
  string: "a text", array: "a list", object: "a mapping", record: "a mapping", tuple: "a range [low, high]", number: "a number", int: "a whole number", boolean: "true or false",
};

const FORMATS: Partial<Record<string, string>> = {
  datetime: "Must be an instant such as 2026-11-20T00:00:00Z.",
  date: "Must be a day such as 2026-11-20.",
};

function boundSentence(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): string {
  const isSmall = issue.code === "too_small";
  const bound = Number(isSmall ? issue.minimum : issue.maximum);
  const isNumber = issue.origin === "number" || issue.origin === "int";
  if (isNumber) return isSmall ? `Must be ${issue.inclusive === false ? "above" : "at least"} ${bound}.` : `Must be at most ${bound}.`;
  if (isSmall) return "Must not be empty.";
  return `Must have at most ${bound} ${issue.origin === "string" ? "characters" : "entries"}.`;
}

function unknownCause(key: string): string {
  const nearest = findNearest(key, [...CAUSES]);
  return nearest === null ? `Is no cause: those are ${CAUSES.join(", ")}.` : `Is no cause; the nearest is ${nearest}.`;
}

function unknownField(key: string): string {
  const nearest = findNearest(key, listFieldNames());
  return `There is no such field${nearest === null ? "" : `; the nearest is ${nearest}`}.`;
}

function toSentence(message: string): string {
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}${message.endsWith(".") ? "" : "."}`;
}
