import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { streamShapeSchema } from "./event-stream";
import { faultSchema, findBuiltInFault, builtInFaultNames } from "./fault";
import { headersSchema } from "./headers";
import { priceSchema, ratesOf } from "./price";
import { parseRuns } from "./schedule";

const tokens = z.int().min(0).max(100_000);
const sequence = z.union([z.string(), z.array(z.union([z.string(), z.number()]))]);

const fields = {
  promptTokens: z.union([z.int().min(0).max(100_000_000), z.literal("count")]),
  cachedTokens: z.int().min(0),
  cacheWrite5mTokens: z.int().min(0),
  cacheWrite1hTokens: z.int().min(0),
  answerTokens: tokens,
  told: z.boolean(),
  reasoningTokens: tokens,
  showReasoning: z.enum(["reasoning", "reasoning_content"]),
  firstTokenMs: z.number().min(0),
  tokensPerSecond: z.number().min(0),
  answer: z.string(),
  echo: z.boolean(),
  tool: z.boolean(),
  toolArguments: z.record(z.string(), z.unknown()),
  price: priceSchema,
  reportCost: z.boolean(),
  headers: headersSchema,
  stream: streamShapeSchema,
  sequence: sequence.refine((value) => parseRuns(value) !== null, 'an entry reads "95 x ok", "* x ok" or "rate_limited"'),
  probability: z
    .record(z.string(), z.number().min(0).max(1))
    .refine((odds) => Object.values(odds).reduce((sum, p) => sum + p, 0) <= 1.000001, "probabilities sum to more than 1"),
};

/** What one key of a script says; whatever it leaves out comes from the layers below it (docs/practice-providers.md). */
const layerSchema = z.strictObject(fields).partial();
export type Layer = z.output<typeof layerSchema>;

/** All layers of one model together, with the defaults that hold where no layer speaks. */
export const modelScriptSchema = z.object({
  promptTokens: fields.promptTokens.default("count"),
  cachedTokens: fields.cachedTokens.default(0),
  cacheWrite5mTokens: fields.cacheWrite5mTokens.default(0),
  cacheWrite1hTokens: fields.cacheWrite1hTokens.default(0),
  answerTokens: fields.answerTokens.default(32),
  told: fields.told.default(false),
  reasoningTokens: fields.reasoningTokens.default(0),
  showReasoning: fields.showReasoning.nullable().default(null),
  firstTokenMs: fields.firstTokenMs.default(0),
  tokensPerSecond: fields.tokensPerSecond.default(0),
  answer: fields.answer.nullable().default(null),
  echo: fields.echo.default(false),
  tool: fields.tool.default(false),
  toolArguments: fields.toolArguments.default({}),
  price: fields.price.transform(ratesOf).nullable().default(null),
  reportCost: fields.reportCost.default(false),
  headers: fields.headers.default({}),
  stream: fields.stream.default({}),
  sequence: fields.sequence.transform((value) => parseRuns(value) ?? []).default([]),
  probability: fields.probability.transform((odds) => Object.entries(odds)).default([]),
});
export type ModelScript = z.output<typeof modelScriptSchema>;

const faultName = z
  .string()
  .regex(/^[a-z][\w-]*$/i, "a fault's name begins with a letter and has letters, digits, - and _")
  .refine((name) => name !== "ok" && findBuiltInFault(name) === null, "this name is built in");
const faultsSchema = z.record(faultName, faultSchema);

const shape = z.strictObject({
  seed: z.int().default(1),
  faults: faultsSchema.default({}),
  models: z.record(z.string().min(1), layerSchema).default({}),
});
export type Script = z.output<typeof shape>;
/** A script as one writes it: everything may be left out. */
export type PracticeScript = z.input<typeof shape>;

const patchSchema = z.strictObject({
  ...Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.nullable()])),
  faults: faultsSchema,
}).partial();
/** Changes to one key while the server runs; null takes a field back to what the layers below say. */
export type ScriptPatch = { [Field in keyof Layer]?: Layer[Field] | null } & { faults?: PracticeScript["faults"] };

/** A script that cannot be used, with the place and the reason for people. */
export class ScriptError extends Error {
  override name = "ScriptError";
}

function check<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const reasons = result.error.issues.map((issue) => {
    // Of a bad key in a map, zod's own message does not say what is wrong with it.
    const message = (issue.code === "invalid_key" ? issue.issues[0]?.message : null) ?? issue.message;
    return `${issue.path.join(".") || "script"}: ${message}`;
  });
  throw new ScriptError(reasons.join("; "));
}

/** Refuses the first name in a sequence or probability that is no fault. */
function checkNames({ faults, models }: Script): void {
  for (const [key, layer] of Object.entries(models)) {
    const named = [...(parseRuns(layer.sequence ?? []) ?? []).map((run) => run.name), ...Object.keys(layer.probability ?? {})];
    const unknown = named.find((name) => name !== "ok" && !Object.hasOwn(faults, name) && findBuiltInFault(name) === null);
    if (unknown === undefined) continue;
    throw new ScriptError(`models.${key}: no fault is called ${unknown}; built in: ${builtInFaultNames.join(", ")}`);
  }
}

/** Checks a script that is already an object. Throws ScriptError. */
export function parseScript(value: unknown): Script {
  const script = check(shape, value);
  checkNames(script);
  return script;
}

/** Reads a script from the text of a YAML or JSON file (JSON is YAML). Throws ScriptError. */
export function parseScriptText(text: string): Script {
  let value: unknown;
  try {
    value = parseYaml(text);
  } catch (error) {
    throw new ScriptError(error instanceof Error ? error.message : String(error));
  }
  return parseScript(value ?? {});
}

/** The script with one key's fields changed. Throws ScriptError, and then nothing has changed. */
export function patchScript(script: Script, key: string, patch: unknown): Script {
  const { faults, ...changes } = check(patchSchema, patch) as ScriptPatch;
  const layer: [string, unknown][] = Object.entries({ ...script.models[key], ...changes });
  const kept = Object.fromEntries(layer.filter(([, value]) => value !== null && value !== undefined));
  return parseScript({
    seed: script.seed,
    faults: { ...script.faults, ...faults },
    models: { ...script.models, [key]: kept },
  });
}
