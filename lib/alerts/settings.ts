import { z } from "zod";
import type { Kind } from "./kind";

export type RuleSettings = Readonly<Record<string, number | null>>;

const stored = z.record(z.string(), z.number().nullable()).catch({});

/** What a rule has stored, and for the rest what its kind begins with: a later version may ask for more. */
export function readSettings({ fields }: Kind, json: unknown): RuleSettings {
  const given = stored.parse(json);
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => {
    const value = given[name];
    const isFit = value === null ? field.isOptional === true : value !== undefined && value >= field.min && value <= field.max;
    return [name, isFit ? (value ?? null) : field.initial];
  }));
}

/** What somebody typed, as settings, or what is wrong with each field. */
export function parseSettings({ fields }: Kind, typed: Readonly<Record<string, string>>): { settings: RuleSettings } | { problems: Record<string, string> } {
  const settings: Record<string, number | null> = {};
  const problems: Record<string, string> = {};
  for (const [name, { min, max, isOptional }] of Object.entries(fields)) {
    const text = (typed[name] ?? "").trim();
    const value = /^\d{1,9}(\.\d{1,6})?$/.test(text) ? Number(text) : NaN;
    if (text === "" && isOptional) settings[name] = null;
    else if (value >= min && value <= max) settings[name] = value;
    else problems[name] = `Type a number from ${min} to ${max}${isOptional ? ", or nothing for no bound" : ""}.`;
  }
  return Object.keys(problems).length > 0 ? { problems } : { settings };
}
