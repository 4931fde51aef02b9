import type { AttemptTimers } from "@/lib/core/deadline";
import type { RateLimits } from "@/lib/core/learned-limits";
import type { Random } from "../random";
import type { CallShape } from "../scenario";
import type { Outages } from "./outages";
import type { FailureMode, PreparedEndpoint } from "./prepared-endpoint";
import { ProviderGate, type Taken } from "./provider-gate";
import { lookUp } from "./quantile-table";
import { Spells } from "./spells";

/** What becomes of one attempt, as it is decided when it begins. */
export type Fate = {
  /** null: it is served. */
  mode: FailureMode | null;
  /** Of a stream that spoke. */
  firstTokenMs: number | null;
  totalMs: number;
  retryAfterMs: number | null;
  /** What it took of the provider's limits. */
  taken: Taken | null;
};

/** A provider's endpoint in one run: asked, it says what happens. Times are ms from the start of the run. */
export class EndpointAtWork {
  private readonly spells: Spells;
  private readonly gate: ProviderGate | null;
  /** Whether its answers say what is left of its limits. */
  readonly saysWhatIsLeft: boolean;

  /** @param outages of its failure domain, which others may share */
  constructor(
    readonly prepared: PreparedEndpoint,
    private readonly outages: Outages | null,
    private readonly random: Random,
  ) {
    const { limits } = prepared.model;
    this.spells = new Spells(prepared);
    this.gate = limits && new ProviderGate(limits);
    this.saysWhatIsLeft = limits?.saysWhatIsLeft ?? false;
  }

  ask(shape: CallShape, timers: AttemptTimers, atMs: number): Fate {
    const { prepared, random } = this;
    this.spells.advance(atMs);
    const struck = this.outages?.isDownAt(atMs) ? prepared.down : this.spells.strike(random.next);
    if (struck) return this.fail(struck, shape, timers, null);
    const taken = this.gate?.admit(shape.usage, atMs) ?? null;
    if (typeof taken === "number") return this.refuse(taken, shape, timers);
    if (random.next() < prepared.model.success) return this.serve(shape, timers, taken);
    const own = prepared.ownFailures?.pick(random.next());
    return this.fail(prepared.modes[own ?? -1] ?? prepared.silentStream, shape, timers, taken);
  }

  /** An attempt is over: what it reserved and did not use is there again. */
  settle({ mode, taken }: Fate, { usage }: CallShape, atMs: number): void {
    if (taken) this.gate?.settle(taken, mode === null ? usage.output : 0, atMs);
  }

  left(atMs: number): RateLimits | null {
    return this.gate?.left(atMs) ?? null;
  }

  private serve(shape: CallShape, timers: AttemptTimers, taken: Taken | null): Fate {
    const firstMs = this.drawFirstTokenMs();
    const totalMs = firstMs + shape.usage.output * this.prepared.msPerToken * this.spells.slowFactor;
    if (!shape.stream) {
      return totalMs > patienceMs(shape, timers) ? this.stay(shape, timers, taken) : { mode: null, firstTokenMs: null, totalMs, retryAfterMs: null, taken };
    }
    if (firstMs > patienceMs(shape, timers)) return this.stay(shape, timers, taken);
    // A stream that speaks is bounded by its call alone.
    if (totalMs > timers.remainingMs) return speak(this.prepared.unfinished, firstMs, timers.remainingMs, taken);
    return { mode: null, firstTokenMs: firstMs, totalMs, retryAfterMs: null, taken };
  }

  private fail(mode: FailureMode, shape: CallShape, timers: AttemptTimers, taken: Taken | null): Fate {
    const { cause, retryAfterMs } = mode;
    const isSpoken = shape.stream && (cause === "stream_cut" || cause === "timeout_stall" || cause === "timeout_total");
    if (isSpoken) return this.breakOff(mode, shape, timers, taken);
    const mostMs = patienceMs(shape, timers);
    if (cause === "timeout_connect") return { mode, firstTokenMs: null, totalMs: Math.min(timers.connectMs, mostMs), retryAfterMs, taken };
    if (cause.startsWith("timeout_")) return { mode, firstTokenMs: null, totalMs: mostMs, retryAfterMs, taken };
    const totalMs = lookUp(mode.afterMs, this.random.next()) * this.spells.slowFactor;
    return totalMs > mostMs ? this.stay(shape, timers, taken) : { mode, firstTokenMs: null, totalMs, retryAfterMs, taken };
  }

  /** A stream that ends after its first token, and before its last. */
  private breakOff(mode: FailureMode, shape: CallShape, timers: AttemptTimers, taken: Taken | null): Fate {
    const firstMs = this.drawFirstTokenMs();
    if (firstMs > patienceMs(shape, timers)) return this.stay(shape, timers, taken);
    if (mode.cause === "timeout_total") return speak(mode, firstMs, timers.remainingMs, taken);
    const endMs = mode.cause === "timeout_stall" ? firstMs + timers.stallMs : Math.max(firstMs, lookUp(mode.afterMs, this.random.next()) * this.spells.slowFactor);
    return endMs > timers.remainingMs ? speak(this.prepared.unfinished, firstMs, timers.remainingMs, taken) : speak(mode, firstMs, endMs, taken);
  }

  /** It is silent until one of the attempt's timers runs out. */
  private stay(shape: CallShape, timers: AttemptTimers, taken: Taken | null): Fate {
    const totalMs = patienceMs(shape, timers);
    // Of two that would end together, the whole call's is what ran out.
    const mode = shape.stream && totalMs < timers.remainingMs ? this.prepared.silentStream : this.prepared.silentWhole;
    return { mode, firstTokenMs: null, totalMs, retryAfterMs: null, taken };
  }

  /** `Retry-After` is in whole seconds. */
  private refuse(waitMs: number, shape: CallShape, timers: AttemptTimers): Fate {
    const fate = this.fail(this.prepared.refused, shape, timers, null);
    fate.retryAfterMs = this.prepared.model.limits?.saysRetryAfter ? Math.ceil(waitMs / 1_000) * 1_000 : null;
    return fate;
  }

  private drawFirstTokenMs(): number {
    return lookUp(this.prepared.firstTokenMs, this.random.next()) * this.spells.slowFactor;
  }
}

function speak(mode: FailureMode, firstTokenMs: number, totalMs: number, taken: Taken | null): Fate {
  return { mode, firstTokenMs, totalMs, retryAfterMs: mode.retryAfterMs, taken };
}

/** How long a provider may be silent: until the first token of a stream, or the whole answer. */
function patienceMs({ stream }: CallShape, { firstTokenMs, answerMs, shareMs, remainingMs }: AttemptTimers): number {
  return Math.min(stream ? firstTokenMs : answerMs, shareMs, remainingMs);
}
