import { nextTurn, pause } from "./connection";

/** At full speed, give other connections a turn after so many tokens. */
const BURST = 16;

/** Lets tokens through at a rate, against the clock so that late timers do not add up. */
export class Pace {
  #startedAt: number | null = null;
  #count = 0;

  /** A rate of 0 is as fast as possible. */
  constructor(
    private readonly tokensPerSecond: number,
    private readonly gone: AbortSignal,
  ) {}

  /** Resolves when the next token is due, or the client has gone. */
  async next(): Promise<void> {
    const now = performance.now();
    this.#startedAt ??= now;
    const index = this.#count++;
    if (this.tokensPerSecond > 0) await pause(this.#startedAt + (index * 1000) / this.tokensPerSecond - now, this.gone);
    else if (index % BURST === BURST - 1) await nextTurn();
  }
}
