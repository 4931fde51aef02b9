import type { KeyLimits } from "@/lib/core/key-limits";
import { TextField } from "../form/field";
import type { FormState } from "../form/form-state";

export type LimitField = keyof KeyLimits;

const LABELS: Readonly<Record<LimitField, string>> = {
  requestsPerMinute: "Requests a minute",
  tokensPerMinute: "Tokens a minute",
  concurrentCalls: "Calls at a time",
};

/** A key's limits, each empty for none. */
export function LimitFields({ state, initial }: { state: FormState<LimitField>; initial: KeyLimits }) {
  return (Object.keys(LABELS) as LimitField[]).map((name) => (
    <TextField key={name} name={name} label={LABELS[name]} state={state} initial={initial[name]?.toString() ?? ""} inputMode="numeric" maxLength={15} placeholder="No limit" />
  ));
}
