import { createRandom } from "@/lib/sandbox/random";
import { type Scenario, type Trouble, downShareOf } from "@/lib/sandbox/scenario";
import { meanOf, quantileOf } from "@/lib/sandbox/spread";

/** More would be a domain that is never up. */
const MAX_OUTAGES = 1_000;

/**
 * The outages at random of one run, as the scenario's seed draws them: a drill has one history, and is compared with
 * simulations of that one. A domain is down at the start as often as it is at any time.
 */
export function drawOutages({ domains, traffic, seed }: Pick<Scenario, "domains" | "traffic" | "seed">): Trouble[] {
  return [...domains].flatMap(([name, { upMinutes, outageMinutes, failure }]) => {
    const random = createRandom(seed).split(`drill: outages of ${name}`);
    const outages: Trouble[] = [];
    const isDownFirst = random.next() < downShareOf(upMinutes, meanOf(outageMinutes));
    let at = isDownFirst ? 0 : untilNext(upMinutes, random.next());
    while (at < traffic.minutes && outages.length < MAX_OUTAGES) {
      const toMinute = Math.min(traffic.minutes, at + quantileOf(outageMinutes, random.next()));
      if (toMinute > at) outages.push({ kind: "outage", fromMinute: at, toMinute, domains: [name], share: 1, failure });
      at = toMinute + untilNext(upMinutes, random.next());
    }
    return outages;
  });
}

function untilNext(meanMinutes: number, u: number): number {
  return -meanMinutes * Math.log(1 - u);
}
