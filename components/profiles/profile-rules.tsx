"use client";

import { DEFAULT_PROFILE_RULES, STRATEGIES } from "@/lib/core/profile";
import type { ProfileDraft } from "@/lib/core/profile-draft";
import { CheckField, SelectField, TextField } from "./field";
import { FieldGrid, Fold } from "./fold";
import { strategyWords } from "./strategy-words";
import { TimerFields } from "./timer-fields";
import { TriggerList } from "./trigger-list";

type Fields = Partial<Omit<ProfileDraft, "tiers">>;
type ProfileRulesProps = { draft: ProfileDraft; isNew: boolean; endpoints: readonly string[]; onChange: (fields: Fields) => void };

const STRATEGY_OPTIONS = STRATEGIES.map((value) => ({ value, label: strategyWords(value).name }));

/** What a profile is called, and the rule by which its tiers are ordered. */
export function ProfileBasics({ draft, isNew, endpoints, onChange }: ProfileRulesProps) {
  const { slug, name, strategy, baseline } = draft;
  const baselines = [{ value: "", label: "None" }, ...endpoints.map((endpoint) => ({ value: endpoint, label: endpoint }))];
  return (
    <FieldGrid>
      {isNew ? <TextField path="slug" label="Slug" hint="What requests ask for as their model" value={slug} placeholder="extract" onChange={(value) => { onChange({ slug: value }); }} /> : null}
      <TextField path="name" label="Name" hint="For people" value={name} placeholder={slug === "" ? "The slug" : slug} onChange={(value) => { onChange({ name: value }); }} />
      <SelectField
        path="strategy"
        label="Order"
        hint={strategyWords(strategy).order}
        value={strategy}
        options={STRATEGY_OPTIONS}
        onChange={(value) => { onChange({ strategy: STRATEGIES.find((known) => known === value) ?? strategy }); }}
      />
      <SelectField path="baseline" label="Baseline" hint="What savings are measured against" value={baseline} options={baselines} onChange={(value) => { onChange({ baseline: value }); }} />
      {strategy === "expected-cost" ? (
        <TextField
          path="servedValueUsd"
          label="A served call is worth (USD)"
          hint="Empty: as much as the dearest tier may cost"
          value={draft.servedValueUsd}
          numeric
          onChange={(value) => { onChange({ servedValueUsd: value }); }}
        />
      ) : null}
    </FieldGrid>
  );
}

/** The rules that hold for all tiers, folded. */
export function ProfileRules({ draft, onChange }: Pick<ProfileRulesProps, "draft" | "onChange">) {
  const { fallbackOn, stopOn, backoff, maxAttempts, wait, timeouts, strategy, servedValueUsd } = draft;
  const { backoff: pauses } = DEFAULT_PROFILE_RULES;
  return (
    <div>
      <Fold title="When to fall back" set={countSet([...fallbackOn, ...stopOn, maxAttempts, backoff.baseMs, backoff.capMs])} paths={["fallbackOn", "stopOn", "maxAttempts", "backoff"]}>
        <p className="text-table text-muted">
          Limits, overload, server and network faults and time-outs lead on to the next tier; a refused request, a prompt that is
          too long everywhere and a content filter go back to the client. Change any of it here.
        </p>
        <TriggerList path="fallbackOn" label="Also fall back after" triggers={fallbackOn} others={stopOn} onChange={(value) => { onChange({ fallbackOn: value }); }} />
        <TriggerList path="stopOn" label="End the call after" triggers={stopOn} others={fallbackOn} onChange={(value) => { onChange({ stopOn: value }); }} />
        <FieldGrid>
          <TextField path="maxAttempts" label="Attempts at most" hint="Retries included" value={maxAttempts} placeholder="as many as tiers and retries allow" numeric onChange={(value) => { onChange({ maxAttempts: value }); }} />
          <TextField path="backoff.baseMs" label="First pause before a retry (ms)" value={backoff.baseMs} placeholder={String(pauses.baseMs)} numeric onChange={(value) => { onChange({ backoff: { ...backoff, baseMs: value } }); }} />
          <TextField path="backoff.capMs" label="Longest pause (ms)" value={backoff.capMs} placeholder={String(pauses.capMs)} numeric onChange={(value) => { onChange({ backoff: { ...backoff, capMs: value } }); }} />
        </FieldGrid>
      </Fold>
      <Fold title="Wait at a limit, or fall back" set={countSet([wait.maxMs, wait.usdPerSecond])} paths={["wait"]}>
        <p className="text-table text-muted">
          When a tier says for how long it is limited, the call may wait for it if the next tier would cost more than the seconds
          are worth.
        </p>
        <FieldGrid>
          <TextField path="wait.maxMs" label="Longest wait (ms)" hint="0: never" value={wait.maxMs} placeholder="0" numeric onChange={(value) => { onChange({ wait: { ...wait, maxMs: value } }); }} />
          <TextField path="wait.usdPerSecond" label="A second is worth (USD)" value={wait.usdPerSecond} placeholder="0" numeric onChange={(value) => { onChange({ wait: { ...wait, usdPerSecond: value } }); }} />
        </FieldGrid>
      </Fold>
      <Fold title="Time limits" set={countSet(Object.values(timeouts))} paths={["timeouts"]}>
        <FieldGrid>
          <TimerFields
            path="timeouts"
            names={["connectMs", "firstTokenMs", "stallMs", "answerMs", "totalMs"]}
            values={timeouts}
            standard={NO_STANDARD}
            onChange={(value) => { onChange({ timeouts: value }); }}
          />
        </FieldGrid>
      </Fold>
      {/* Kept when another order is tried out, so that going back finds it as it was. */}
      {strategy !== "expected-cost" && servedValueUsd !== "" ? (
        <Fold title="Worth of a served call" set="1 set" paths={["servedValueUsd"]}>
          <CheckField path="servedValueUsd" label="Keep it" hint={`$${servedValueUsd}: counts for the order by least expected cost only`} checked onChange={() => { onChange({ servedValueUsd: "" }); }} />
        </Fold>
      ) : null}
    </div>
  );
}

const NO_STANDARD = { connectMs: "", firstTokenMs: "", stallMs: "", answerMs: "", totalMs: "" };

/** "2 set"; empty when all is the default. */
export function countSet(values: readonly string[]): string {
  const set = values.filter((value) => value.trim() !== "").length;
  return set === 0 ? "" : `${set} set`;
}
