import http from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { pick, type Random } from "@/lib/ledger/journal/testing/random";
import { callOnce, type Seen } from "./call-once";
import type { Stage } from "./stage";

type Mix = {
  clients: number;
  /** Share of calls whose client leaves before it has an answer, perhaps. */
  leaving: number;
  streams: number;
  /** Between an answer and the next call of a client, at most. */
  pauseMs: number;
};

const MIX: Mix = { clients: 16, leaving: 0.06, streams: 0.5, pauseMs: 25 };

const LEAVE_WITHIN_MS = 150;
const AWAY_MS = 30;
const SERVING_WITHIN_MS = 30_000;

/** Clients that call, whole and streamed, first tiers failing, some leaving: one call after the other each, until stopped. */
export class Load {
  readonly seen: Seen[] = [];
  /** How many calls were completed so far. */
  completed = 0;
  private readonly agent = new http.Agent({ keepAlive: true });
  private readonly clients: Promise<void>[];
  private isStopped = false;

  constructor(private readonly stage: Stage, private readonly random: Random, private readonly mix: Mix = MIX) {
    this.clients = Array.from({ length: mix.clients }, () => this.callAgainAndAgain());
  }

  private async callAgainAndAgain(): Promise<void> {
    const { stage, random, mix } = this;
    while (!this.isStopped) {
      const asked = {
        number: stage.nextNumber(),
        model: random() < 0.7 ? "cascade" : "steady",
        stream: random() < mix.streams,
        leaveAfterMs: random() < mix.leaving ? pick(random, LEAVE_WITHIN_MS) : null,
      };
      const seen = await callOnce({ port: stage.gateway.port, apiKey: stage.site.apiKey, agent: this.agent }, asked);
      if (seen.end !== "away") this.seen.push(seen);
      if (seen.end === "completed") this.completed += 1;
      await sleep(seen.end === "away" ? AWAY_MS : pick(random, mix.pauseMs));
    }
  }

  /** Until so many more calls have been completed. */
  async untilCompleted(more: number): Promise<void> {
    const enough = this.completed + more;
    for (let waited = 0; this.completed < enough; waited += 10) {
      if (waited > SERVING_WITHIN_MS) throw new Error("calls are no longer served");
      await sleep(10);
    }
  }

  async stop(): Promise<Seen[]> {
    this.isStopped = true;
    await Promise.all(this.clients);
    this.agent.destroy();
    return this.seen;
  }
}

/** The first tier refuses, breaks off before a word and in the midst of an answer, each now and then; streams take their time. */
export function letTiersFail({ site: { practice } }: Stage): void {
  for (const provider of ["alpha", "beta", "gamma", "delta"]) practice.setScript(`${provider}/llama`, { tokensPerSecond: 200 });
  practice.setScript("alpha/llama", {
    faults: { cut_early: { kind: "cut", afterTokens: 0 } },
    probability: { "503": 0.08, server_error: 0.04, cut_early: 0.04, cut_rst: 0.02 },
  });
}
