/** What the API takes for one model and refuses for another. */
export type Model = {
  /** `budget`: only with a number of tokens; `adaptive`: as deep as the model sees fit. */
  thinking: "none" | "budget" | "adaptive";
  /** It thinks when nothing is said of thinking, and cannot be made to call a tool. */
  thinksUnasked: boolean;
  /** It takes `xhigh` and `max` beside the efforts up to `high`. */
  takesDeepEffort: boolean;
  /** Temperature, top_p and top_k are taken, not refused. */
  takesSampling: boolean;
  /** null where it is not known. */
  maxOutputTokens: number | null;
};

/** `claude-opus-4-1-20250805`, `claude-3-5-haiku-latest`, `anthropic/claude-sonnet-4.6`: the version, not the date. */
const VERSION = /claude-(?:[a-z]+-)?(\d{1,2})(?!\d)(?:[-.](\d{1,2})(?!\d))?/;

/**
 * Known by version and not by name, so that the next model of a generation needs no change here. A name without a
 * version is taken for another vendor's, who speak this dialect in its older form.
 * Source: platform.claude.com/docs, models overview, migration guides and thinking troubleshooting, November 2026.
 */
export function modelOf(upstreamModel: string): Model {
  const version = versionOf(upstreamModel);
  const isKnown = version !== null;
  return {
    thinking: isKnown && version >= 4.06 ? "adaptive" : isKnown && version < 3.07 ? "none" : "budget",
    thinksUnasked: isKnown && version >= 5,
    takesDeepEffort: isKnown && version >= 4.07,
    takesSampling: !isKnown || version < 4.07,
    maxOutputTokens: isKnown ? maxOutputOf(version, upstreamModel) : null,
  };
}

/** Whether two names mean the same weights: an alias or its dated snapshot. */
export function isSameModel(one: string, other: string): boolean {
  return withoutDate(one) === withoutDate(other);
}

/** The minor version in hundredths, so that 4.10 comes after 4.9. */
function versionOf(upstreamModel: string): number | null {
  const [, major, minor] = VERSION.exec(upstreamModel) ?? [];
  return major === undefined ? null : Number(major) + Number(minor ?? 0) / 100;
}

function maxOutputOf(version: number, upstreamModel: string): number {
  if (version >= 4.06) return 128_000;
  if (version >= 4 && version < 4.05 && upstreamModel.includes("opus")) return 32_000;
  if (version >= 3.07) return 64_000;
  return version >= 3.05 ? 8_192 : 4_096;
}

function withoutDate(name: string): string {
  return name.replace(/-(?:\d{8}|latest|0)$/, "");
}
