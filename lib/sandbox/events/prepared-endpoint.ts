import type { Cause } from "@/lib/core/outcome";
import type { DomainModel, EndpointModel, FailureKind, Trouble } from "../scenario";
import { Alias } from "./alias";
import { tableOf, type QuantileTable } from "./quantile-table";

const MINUTE_MS = 60_000;
/** A refusal comes back after a round trip. */
const REFUSAL_MS = 50;

/** One way in which attempts at an endpoint fail. */
export type FailureMode = Pick<FailureKind, "cause" | "httpStatus" | "retryAfterMs" | "billedMillionths"> & {
  /** Where it stands among the endpoint's modes. */
  index: number;
  afterMs: QuantileTable;
};

/** From one millisecond of the run up to, not including, another. */
type Spell = { fromMs: number; toMs: number };
export type OutageSpell = Spell & { share: number; mode: FailureMode };
export type SlowSpell = Spell & { factor: number };

/** An endpoint with everything looked up that each attempt asks for. The same for all replications. */
export type PreparedEndpoint = {
  model: EndpointModel;
  failureDomain: string;
  firstTokenMs: QuantileTable;
  msPerToken: number;
  /** All of them, in the order of their indices. */
  modes: readonly FailureMode[];
  /** Which of the first modes an attempt fails by while all else is well; null where it never does. */
  ownFailures: Alias | null;
  outages: readonly OutageSpell[];
  slow: readonly SlowSpell[];
  /** While the domain is down at random. */
  down: FailureMode | null;
  /** Over the provider's limits. */
  refused: FailureMode;
  /** Nothing came in time: of a stream no first token, of other calls no answer. */
  silentStream: FailureMode;
  silentWhole: FailureMode;
  /** A stream that had begun when the call's time was over. */
  unfinished: FailureMode;
};

export function prepareEndpoint(
  model: EndpointModel,
  failureDomain: string,
  domain: DomainModel | null,
  trouble: readonly Trouble[],
): PreparedEndpoint {
  const modes: FailureMode[] = [];
  const add = ({ cause, httpStatus, retryAfterMs, billedMillionths, afterMs }: Omit<FailureKind, "share">) => {
    const mode = { index: modes.length, cause, httpStatus, retryAfterMs, billedMillionths, afterMs: tableOf(afterMs) };
    modes.push(mode);
    return mode;
  };
  // The same cause is billed alike, whether it was drawn or came about.
  const billedOf = (cause: Cause, otherwise: number) => model.failures.find((kind) => kind.cause === cause)?.billedMillionths ?? otherwise;
  const timeout = (cause: Cause, otherwise = 0) =>
    add({ cause, httpStatus: null, retryAfterMs: null, billedMillionths: billedOf(cause, otherwise), afterMs: { kind: "fixed", value: 0 } });

  for (const kind of model.failures) add(kind);
  const shares = model.failures.map(({ share }) => share);
  return {
    model,
    failureDomain,
    firstTokenMs: tableOf(model.firstTokenMs),
    msPerToken: 1_000 / model.tokensPerSecond,
    modes,
    ownFailures: shares.some((share) => share > 0) ? new Alias(shares) : null,
    outages: trouble.flatMap((each) =>
      each.kind === "outage" && each.domains.includes(failureDomain) ? [{ ...spellOf(each), share: each.share, mode: add(each.failure) }] : [],
    ),
    slow: trouble.flatMap((each) => (each.kind === "slow" && each.domains.includes(failureDomain) ? [{ ...spellOf(each), factor: each.factor }] : [])),
    down: domain && add(domain.failure),
    refused: add({ cause: "rate_limited", httpStatus: 429, retryAfterMs: null, billedMillionths: 0, afterMs: { kind: "fixed", value: REFUSAL_MS } }),
    silentStream: timeout("timeout_first_token"),
    silentWhole: timeout("timeout_total"),
    unfinished: timeout("timeout_total", 1_000_000),
  };
}

function spellOf({ fromMinute, toMinute }: Trouble): Spell {
  return { fromMs: fromMinute * MINUTE_MS, toMs: toMinute * MINUTE_MS };
}
