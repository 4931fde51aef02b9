import { log } from "@/lib/core/exp-log";
import type { Random } from "../random";
import { downShareOf, type DomainModel } from "../scenario";
import { lookUp, tableOf, type QuantileTable } from "./quantile-table";

const MINUTE_MS = 60_000;

/**
 * The outages of one failure domain at random: up for an exponential time, then down for as long as its spread says. The
 * run begins somewhere in the middle of that, as any hour does: down with the chance that it is down at all.
 */
export class Outages {
  private readonly lengths: QuantileTable;
  private isDown: boolean;
  private changesAtMs: number;

  constructor(
    private readonly model: DomainModel,
    private readonly random: Random,
  ) {
    this.lengths = tableOf(model.outageMinutes);
    const mean = this.lengths.reduce((sum, minutes) => sum + minutes, 0) / this.lengths.length;
    this.isDown = mean > 0 && random.next() < downShareOf(model.upMinutes, mean);
    // Outages of no length would follow each other without an end.
    this.changesAtMs = mean === 0 ? Infinity : this.isDown ? this.restOfOutageMs(mean) : this.upMs();
  }

  /** @param atMs never earlier than the last time that it was asked */
  isDownAt(atMs: number): boolean {
    while (atMs >= this.changesAtMs) {
      this.isDown = !this.isDown;
      this.changesAtMs += this.isDown ? lookUp(this.lengths, this.random.next()) * MINUTE_MS : this.upMs();
    }
    return this.isDown;
  }

  private upMs(): number {
    return -log(1 - this.random.next()) * this.model.upMinutes * MINUTE_MS;
  }

  /** Whoever comes upon an outage comes upon a long one the likelier, and somewhere within it. */
  private restOfOutageMs(meanMinutes: number): number {
    let left = this.random.next() * meanMinutes * this.lengths.length;
    const length = this.lengths.find((minutes) => (left -= minutes) < 0) ?? 0;
    return length * this.random.next() * MINUTE_MS;
  }
}
