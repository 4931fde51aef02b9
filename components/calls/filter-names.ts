import { CAUSES, type Cause } from "@/lib/core/outcome";
import { causeName } from "../causes";

/** What calls are narrowed to, as it stands in the address: filters and `profile`. */
export type Chosen = Readonly<Record<string, string>>;

export type KeyName = { id: string; name: string; isRevoked: boolean };

export const OUTCOME_NAMES: Record<string, string> = { served: "Served", failed: "Failed", aborted: "Client left" };

export function keyLabel({ name, isRevoked }: Omit<KeyName, "id">): string {
  return isRevoked ? `${name} (revoked)` : name;
}

const TITLES: Record<string, string> = { profile: "Profile", version: "Version", endpoint: "Tried at", servedBy: "Served by", provider: "Provider", model: "Model" };
const FLAGS: Record<string, string> = {
  rescued: "Rescued", unserved: "Not served", uncompared: "Not compared with a baseline", failing: "An attempt failed",
  unknown: "Cost unknown", estimated: "Usage estimated",
};

/** "Cause: Rate limited". A tag is named together with its value. */
export function describeFilter(name: string, chosen: Chosen, keys: readonly KeyName[]): string {
  const value = chosen[name] ?? "";
  switch (name) {
    case "outcome":
      return `Outcome: ${OUTCOME_NAMES[value] ?? value}`;
    case "tier":
      return `Served by: Tier ${value}`;
    case "cause":
      return `Cause: ${isCause(value) ? causeName(value) : value}`;
    case "key":
      return `API key: ${keyName(value, keys)}`;
    case "tag":
      return chosen["value"] === undefined ? `Tag: ${value}` : `Tag ${value}: ${chosen["value"] || "(empty)"}`;
    case "costFrom":
      return `Cost from $${value}`;
    case "costTo":
      return `Cost up to $${value}`;
    default:
      return FLAGS[name] ?? `${TITLES[name] ?? name}: ${value}`;
  }
}

function keyName(id: string, keys: readonly KeyName[]): string {
  const key = keys.find((each) => each.id === id);
  return key ? keyLabel(key) : id;
}

function isCause(text: string): text is Cause {
  return CAUSES.some((cause) => cause === text);
}

/** The chosen filters, one for each chip: a tag's value goes with its tag. */
export function listChosen(chosen: Chosen): string[] {
  return Object.keys(chosen).filter((name) => name !== "value");
}

/** What an address no longer has once a filter is dropped. */
export function dropped(name: string): Record<string, null> {
  return name === "tag" ? { tag: null, value: null } : { [name]: null };
}
