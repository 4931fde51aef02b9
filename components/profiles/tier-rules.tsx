"use client";

import type { ProfileDraft, TierDraft } from "@/lib/core/profile-draft";
import { CheckField, FlagField, TextField } from "./field";
import { FieldGrid, Fold } from "./fold";
import { countSet } from "./profile-rules";
import { TagList } from "./tag-list";
import { TimerFields } from "./timer-fields";
import { TriggerList } from "./trigger-list";

type Fields = Partial<Omit<TierDraft, "endpoint">>;
type TierRulesProps = { tier: TierDraft; path: string; profile: Pick<ProfileDraft, "strategy" | "timeouts">; onChange: (fields: Fields) => void };

/** All that may be said of one tier alone, folded. */
export function TierRules({ tier, path, profile, onChange }: TierRulesProps) {
  const { when, caps, timeouts } = tier;
  return (
    <div>
      <Fold title="Which calls it takes" set={countSet([...Object.values({ ...when, metadata: "" }), ...when.metadata.map(({ tag }) => tag)])} paths={[`${path}.when`]}>
        <FieldGrid>
          <TextField path={`${path}.when.minPromptTokens`} label="Smallest prompt (tokens)" value={when.minPromptTokens} placeholder="any" numeric onChange={(value) => { onChange({ when: { ...when, minPromptTokens: value } }); }} />
          <TextField path={`${path}.when.maxPromptTokens`} label="Largest prompt (tokens)" value={when.maxPromptTokens} placeholder="any" numeric onChange={(value) => { onChange({ when: { ...when, maxPromptTokens: value } }); }} />
          <TextField path={`${path}.when.utc`} label="Time of day (UTC)" value={when.utc} placeholder="any, or 22:00-06:00" onChange={(value) => { onChange({ when: { ...when, utc: value } }); }} />
          <FlagField path={`${path}.when.stream`} label="Streaming" value={when.stream} onChange={(value) => { onChange({ when: { ...when, stream: value } }); }} />
          <FlagField path={`${path}.when.tools`} label="Tools" value={when.tools} onChange={(value) => { onChange({ when: { ...when, tools: value } }); }} />
          <FlagField path={`${path}.when.images`} label="Images" value={when.images} onChange={(value) => { onChange({ when: { ...when, images: value } }); }} />
          <FlagField path={`${path}.when.jsonSchema`} label="JSON schema" value={when.jsonSchema} onChange={(value) => { onChange({ when: { ...when, jsonSchema: value } }); }} />
        </FieldGrid>
        <TagList path={`${path}.when.metadata`} label="Tags that it must have" tags={when.metadata} onChange={(value) => { onChange({ when: { ...when, metadata: value } }); }} />
      </Fold>
      <Fold title="Caps" set={countSet(Object.values(caps))} paths={[`${path}.caps`]}>
        <FieldGrid>
          <TextField path={`${path}.caps.requestsPerMinute`} label="Requests a minute" value={caps.requestsPerMinute} placeholder="no cap" numeric onChange={(value) => { onChange({ caps: { ...caps, requestsPerMinute: value } }); }} />
          <TextField path={`${path}.caps.tokensPerMinute`} label="Tokens a minute" value={caps.tokensPerMinute} placeholder="no cap" numeric onChange={(value) => { onChange({ caps: { ...caps, tokensPerMinute: value } }); }} />
          <TextField path={`${path}.caps.concurrent`} label="Calls at a time" value={caps.concurrent} placeholder="no cap" numeric onChange={(value) => { onChange({ caps: { ...caps, concurrent: value } }); }} />
          <TextField path={`${path}.caps.usdPerDay`} label="USD a day (UTC)" value={caps.usdPerDay} placeholder="no cap" numeric onChange={(value) => { onChange({ caps: { ...caps, usdPerDay: value } }); }} />
        </FieldGrid>
      </Fold>
      <Fold title="Retries and fallback" set={countSet([tier.retries, ...tier.fallbackOn, ...tier.stopOn])} paths={[`${path}.retries`, `${path}.fallbackOn`, `${path}.stopOn`]}>
        <FieldGrid>
          <TextField path={`${path}.retries`} label="Retries" hint="Asked again before falling back" value={tier.retries} placeholder="0" numeric onChange={(value) => { onChange({ retries: value }); }} />
        </FieldGrid>
        <TriggerList path={`${path}.fallbackOn`} label="Also fall back after" triggers={tier.fallbackOn} others={tier.stopOn} onChange={(value) => { onChange({ fallbackOn: value }); }} />
        <TriggerList path={`${path}.stopOn`} label="End the call after" triggers={tier.stopOn} others={tier.fallbackOn} onChange={(value) => { onChange({ stopOn: value }); }} />
      </Fold>
      <Fold title="Time limits" set={countSet(Object.values(timeouts))} paths={[`${path}.timeouts`]}>
        <FieldGrid>
          <TimerFields path={`${path}.timeouts`} names={["connectMs", "firstTokenMs", "stallMs", "answerMs"]} values={timeouts} standard={profile.timeouts} onChange={(value) => { onChange({ timeouts: value }); }} />
        </FieldGrid>
      </Fold>
      <Fold title="Its part in the profile" set={countSet([tier.lastResort ? "yes" : "", tier.degraded ? "yes" : "", tier.weight])} paths={[`${path}.weight`]}>
        <CheckField path={`${path}.lastResort`} label="Last resort" hint="Only when all others failed, whatever the order" checked={tier.lastResort} onChange={(value) => { onChange({ lastResort: value }); }} />
        <CheckField path={`${path}.degraded`} label="Degraded" hint="Its answers tell the client that they come from a weaker model" checked={tier.degraded} onChange={(value) => { onChange({ degraded: value }); }} />
        <FieldGrid>
          <TextField
            path={`${path}.weight`}
            label="Weight"
            hint={profile.strategy === "weighted" ? "Its chances to be drawn first" : "Counts when the order is by weight"}
            value={tier.weight}
            placeholder="1"
            numeric
            onChange={(value) => { onChange({ weight: value }); }}
          />
        </FieldGrid>
      </Fold>
    </div>
  );
}
