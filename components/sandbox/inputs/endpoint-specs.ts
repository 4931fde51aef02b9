import type { EndpointInputs, LimitsInput, ScenarioInputs } from "@/lib/sandbox/inputs";
import type { EndpointModel } from "@/lib/sandbox/scenario";
import { quantileOf } from "@/lib/sandbox/spread";
import type { NumberSpec } from "./number-spec";

/** Numbers about one endpoint. @param model as the scenario has it; null where no profile has it as a tier */
export function endpointSpecs(inputs: ScenarioInputs, name: string, model: EndpointModel | null): NumberSpec[] {
  const said = inputs.endpoints[name] ?? {};
  const path = (field: string) => `endpoints.${name}.${field}`;
  return [
    {
      path: path("success"), label: "Success when tried", unit: "%", min: 0.5, max: 1, canRange: true,
      said: said.success ?? null, used: model?.success ?? null,
      change: (success) => ({ type: "set endpoint", name, fields: { success } }),
    },
    ...timeSpecs(name, said.firstTokenMs, model),
    {
      path: path("tokensPerSecond"), label: "Writes, tokens a second", unit: "", min: 5, max: 2_000, isLog: true, canRange: true,
      said: said.tokensPerSecond ?? null, used: model?.tokensPerSecond ?? null,
      change: (tokensPerSecond) => ({ type: "set endpoint", name, fields: { tokensPerSecond } }),
    },
    {
      path: path("billedShare"), label: "Billed of failed attempts", unit: "%", min: 0, max: 1, canRange: true,
      said: said.billedShare ?? null, used: model && billedShareOf(model),
      change: (billedShare) => ({ type: "set endpoint", name, fields: { billedShare } }),
    },
  ];
}

/** Median and 95th percentile: together they are one distribution. */
function timeSpecs(name: string, said: EndpointInputs["firstTokenMs"], model: EndpointModel | null): NumberSpec[] {
  const typed = typeof said === "object" && "p50" in said ? said : { p50: typeof said === "number" ? said : null, p95: null };
  const known = { p50: model && quantileOf(model.firstTokenMs, 0.5), p95: model && quantileOf(model.firstTokenMs, 0.95) };
  const spread = spreadOf(typed.p50 ?? known.p50, typed.p95 ?? known.p95);
  const set = (times: { p50: number; p95: number }) => ({ type: "set endpoint" as const, name, fields: { firstTokenMs: times } });
  const common = { path: `endpoints.${name}.firstTokenMs`, unit: "ms", min: 20, max: 120_000, isLog: true, canRange: false };
  return [
    {
      ...common, part: "p50", label: "First token, median", said: typed.p50, used: known.p50,
      // The other one moves along, so that they stay in order.
      change: (value) => set({ p50: lowOf(value), p95: Math.round(lowOf(value) * spread) }),
    },
    {
      ...common, part: "p95", label: "First token, 95 of 100 under", said: typed.p95, used: known.p95,
      change: (value) => set({ p50: typed.p50 ?? Math.max(1, Math.round(known.p50 ?? lowOf(value) / 2)), p95: lowOf(value) }),
    },
  ];
}

const LIMITS = [
  ["requestsPerMinute", "Requests a minute", 100_000],
  ["tokensPerMinute", "Tokens a minute, in and out", 100_000_000],
  ["inputTokensPerMinute", "Input tokens a minute", 100_000_000],
  ["outputTokensPerMinute", "Output tokens a minute", 100_000_000],
] as const;

/** What its provider lets through. */
export function limitSpecs(inputs: ScenarioInputs, name: string): NumberSpec[] {
  const limits: LimitsInput = inputs.endpoints[name]?.limits ?? {};
  return LIMITS.map(([field, label, max]) => ({
    path: `endpoints.${name}.limits`, part: field, label, unit: "", min: 1, max, isLog: true, canRange: false,
    said: limits[field] ?? null, used: null, absent: "no limit",
    change: (value) => ({ type: "set endpoint", name, fields: { limits: { ...limits, [field]: lowOf(value) } } }),
  }));
}

/** The largest of its failures: others are never billed. */
function billedShareOf({ failures }: EndpointModel): number | null {
  return failures.length === 0 ? null : Math.max(...failures.map(({ billedMillionths }) => billedMillionths)) / 1_000_000;
}

function spreadOf(p50: number | null, p95: number | null): number {
  return p50 !== null && p95 !== null && p50 > 0 && p95 >= p50 ? p95 / p50 : 3;
}

function lowOf(value: number | readonly [number, number]): number {
  return typeof value === "number" ? value : value[0];
}
