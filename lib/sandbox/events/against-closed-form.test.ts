import { expect, it } from "vitest";
import { solveClosedForm } from "../closed-form/solve";
import { createRandom, type Random } from "../random";
import { BROKEN, endpoint, run, scenarioOf, SHAPE, type Setting } from "./testing/scenario";

const PROFILES = 200;
/** What a standard normal amount stays within 99 times in 100. */
const Z99 = 2.576;

/** Tiers of any success, some of whose failures end the call, with retries and limits on attempts, and no breakers. */
function drawSetting(random: Random, seed: number): Setting {
  const upTo = (most: number) => Math.floor(random.next() * (most + 1));
  const drawTier = () => {
    const ownFault = { ...BROKEN, cause: "bad_request" as const, httpStatus: 400, share: random.next() * 0.3 };
    const model = endpoint(1 + upTo(9), { success: 0.2 + 0.75 * random.next(), failures: [{ ...BROKEN, share: 1 - ownFault.share }, ownFault] });
    return { model, rules: { retries: upTo(2) } };
  };
  return {
    tiers: Array.from({ length: 2 + upTo(2) }, drawTier),
    rules: { maxAttempts: random.next() < 0.5 ? null : 2 + upTo(3), strategy: random.next() < 0.5 ? "ordered" : "cheapest" },
    traffic: { shapes: [{ ...SHAPE, stream: random.next() < 0.5 }] },
    minutes: 1,
    seed,
  };
}

it("200 random profiles come out as the closed form says: at most 8 of them outside of 99 in 100", () => {
  const random = createRandom(20_261_123);
  const outside: string[] = [];
  for (let profile = 0; profile < PROFILES; profile += 1) {
    const setting = drawSetting(random, profile);
    const expected = solveClosedForm(scenarioOf(setting));
    const found = run(setting);
    // The tier whose part in the calls is the least certain says the most.
    const tellings = expected.tiers.map(({ pUnconditional: p }, tier) => ({ p, tier })).sort((a, b) => Math.abs(a.p - 0.3) - Math.abs(b.p - 0.3));
    const [{ p, tier } = { p: NaN, tier: 0 }] = tellings;
    const apart = (found.tiers[tier]?.pUnconditional ?? NaN) - p;
    if (!(Math.abs(apart) <= Z99 * Math.sqrt((p * (1 - p)) / found.calls))) outside.push(`${profile}: tier ${tier + 1} of ${p} by ${apart}`);
    // Tokens are the same for all, so that prices alone decide.
    expect(found.tiers.map((each) => each.usdPerMillion ?? null)).toEqual(
      expected.tiers.map((each, index) => (found.tiers[index]?.served ? expect.closeTo(each.usdPerMillion ?? NaN, 9) : null) as unknown),
    );
  }
  expect(outside.length, outside.join("\n")).toBeLessThanOrEqual(8);
}, 30_000);
