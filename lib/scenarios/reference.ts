import { CAUSES } from "@/lib/core/outcome";
import { describeAnswer, describeRequest, type JsonSchema } from "./json-schema";

/** The fields of a request and of its answer as a page of Markdown, from the schemas that read and write them. */
export function formatReference(): string {
  return [
    "# The sandbox's fields", "",
    "Made from the schemas of `lib/scenarios/`; a test keeps it so. `GET /api/sandbox/schema` has the same as JSON Schema, the profile's words included; [configuration](configuration.md) explains those. [The sandbox](sandbox.md) says what all of it is for.", "",
    "A *range* is `[low, high]`: the value lies between the two with 90 in 100, and the answer has an interval for it.", "",
    "## The request", "", ...table(describeRequest()), "",
    "## The answer", "",
    "Shares are from 0 to 1, amounts are USD as numbers, and null is not known or does not apply, never zero.", "", ...table(describeAnswer()), "",
  ].join("\n");
}

type Row = { path: string; type: string; standard: string; about: string };

function table(schema: JsonSchema): string[] {
  const rows = fieldsOf(schema, "").filter(({ path }) => path !== "");
  return ["| field | | meaning |", "|---|---|---|", ...rows.map(({ path, type, standard, about }) => `| \`${path}\` | ${[type, standard].filter(Boolean).join(", ")} | ${about.replaceAll("|", "\\|")} |`)];
}

function fieldsOf(schema: JsonSchema, path: string): Row[] {
  const { description = "", default: standard } = schema;
  const own = { path, type: typeOf(schema), standard: standard === undefined ? "" : `default \`${JSON.stringify(standard)}\``, about: description };
  return [own, ...childrenOf(schema, path)];
}

/** A profile's own fields are the configuration file's, and are explained there. */
const ELSEWHERE = new Set(["profile", "candidates"]);

function childrenOf({ properties, additionalProperties, items, anyOf, oneOf }: JsonSchema, path: string): Row[] {
  if (ELSEWHERE.has(path)) return [];
  const under = (name: string) => (path === "" ? name : `${path}.${name}`);
  const ofProperties = Object.entries(properties ?? {}).flatMap(([name, each]) => (isSchema(each) ? fieldsOf(each, under(name)) : []));
  const ofNames = isSchema(additionalProperties) && isMapping(additionalProperties) ? childrenOf(additionalProperties, under("NAME")) : [];
  const ofItems = isSchema(items) ? childrenOf(items, `${path}[]`) : [];
  const variants = [...(anyOf ?? []), ...(oneOf ?? [])].filter(isSchema).filter(isMapping);
  const ofVariants = variants.flatMap((each) => childrenOf(each, kindOf(each) === null ? path : `${path} ${kindOf(each) ?? ""}`).filter(({ path: at }) => !at.endsWith(".kind")));
  return [...ofProperties, ...ofNames, ...ofItems, ...ofVariants];
}

function typeOf(schema: JsonSchema): string {
  const { type, enum: values, const: only, anyOf, oneOf, prefixItems } = schema;
  if (only !== undefined) return `\`${String(only)}\``;
  if (values?.length === CAUSES.length) return "a cause";
  if (values) return values.map((value) => `\`${String(value)}\``).join(" or ");
  const variants = [...(anyOf ?? []), ...(oneOf ?? [])].filter(isSchema);
  if (variants.length > 0) return [...new Set(variants.map(typeOf))].join(" or ");
  if (prefixItems) return "range";
  if (type === "object") return "mapping";
  if (type === "array") return isSchema(schema.items) ? `list of ${wordOf(schema.items)}` : "list";
  if (type === "integer" || type === "number") return `${type === "integer" ? "whole number" : "number"}${boundsOf(schema)}`;
  if (Array.isArray(type)) return type.map(wordOfType).join(" or ");
  return wordOfType(String(type));
}

const TYPES: Partial<Record<string, string>> = { string: "text", integer: "whole number", boolean: "true or false" };

function wordOfType(type: string): string {
  return TYPES[type] ?? type;
}

function wordOf(items: JsonSchema): string {
  const word = typeOf(items);
  return word === "range" ? "ranges" : word === "text" ? "texts" : "mappings";
}

/** Larger bounds are there only so that nothing overflows, and tell nobody anything. */
const MAX_TOLD = 1_000_000;

function boundsOf({ minimum, maximum, exclusiveMinimum }: JsonSchema): string {
  const low = exclusiveMinimum !== undefined ? `above ${exclusiveMinimum}` : minimum === undefined || minimum < -1e15 ? "" : `from ${minimum}`;
  const high = maximum === undefined || maximum > MAX_TOLD ? "" : `to ${maximum}`;
  return low === "" && high === "" ? "" : ` ${[low, high].filter(Boolean).join(" ")}`;
}

function kindOf({ properties }: JsonSchema): string | null {
  const kind = properties?.["kind"];
  return isSchema(kind) && typeof kind.const === "string" ? kind.const : null;
}

function isMapping({ type }: JsonSchema): boolean {
  return type === "object";
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
