import fc from "fast-check";
import { DEFAULT_TIER_RULES } from "@/lib/core/profile";
import { createEndpoint } from "@/lib/core/testing/tiers";
import type { Standing } from "../front";
import type { Field, Option, Passage } from "../passage";

/** Endpoints with one or two options each, three domains, one or two spells of calls of different lengths. */
export function aField({ endpoints, ending }: { endpoints: number; ending: boolean }): fc.Arbitrary<Field> {
  const chance = fc.double({ min: 0.01, max: 0.6, noNaN: true });
  const passage: fc.Arbitrary<Passage> = fc.record({
    passes: chance, ends: ending ? fc.double({ min: 0, max: 0.3, noNaN: true }) : fc.constant(0), spendUsd: fc.double({ min: 0.01, max: 5, noNaN: true }),
  });
  return fc.integer({ min: 1, max: 2 }).chain((spells) =>
    fc.record({
      spells: fc.array(fc.tuple(chance, chance, chance), { minLength: spells, maxLength: spells }).map((all) => {
        return all.map((downShares, index) => ({ share: 1 / spells, tokens: spells === 1 ? 1 : [0.5, 1.5][index] ?? 1, downShares }));
      }),
      options: fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), fc.array(someOption(passage, spells), { minLength: 1, maxLength: 2 })), {
        minLength: endpoints, maxLength: endpoints,
      }).map((all) => all.map(([domain, options], index) => options.map((each, retries): Option => ({
        tier: { endpoint: createEndpoint(`e${index}`, { failureDomain: `d${domain}` }), rules: { ...DEFAULT_TIER_RULES, retries } }, domain, times: null, ...each,
      })))),
    }),
  );
}

/** Half of them are others as the last tier. */
function someOption(passage: fc.Arbitrary<Passage>, spells: number): fc.Arbitrary<Pick<Option, "passages" | "lastPassages">> {
  const both = fc.record({ up: passage, down: passage.map((each) => ({ ...each, passes: 1 - each.ends })) });
  const some = fc.array(both, { minLength: spells, maxLength: spells });
  return fc.tuple(some, fc.option(some)).map(([passages, last]) => ({ passages, lastPassages: last ?? passages }));
}

/** Every order of every choice of options, one after the other. */
export function wholeProfiles({ options }: Field): Option[][] {
  const grow = (profile: Option[], left: readonly (readonly Option[])[]): Option[][] => [
    profile,
    ...left.flatMap((ofEndpoint) => ofEndpoint.flatMap((option) => grow([...profile, option], left.filter((other) => other !== ofEndpoint)))),
  ];
  return grow([], options).filter(({ length }) => length > 0);
}

/** What a profile comes to, worked out the long way: spell by spell, for every state that the domains can be in together. */
export function walkPlainly(profile: readonly Option[], { spells }: Field): Standing {
  let spend = 0;
  let served = 0;
  let servedTokens = 0;
  spells.forEach(({ share, tokens, downShares }, spell) => {
    for (let state = 0; state < 2 ** downShares.length; state += 1) {
      const isDown = (domain: number) => Math.floor(state / 2 ** domain) % 2 === 1;
      let left = downShares.reduce((chance, down, domain) => chance * (isDown(domain) ? down : 1 - down), share);
      for (const { domain, passages, lastPassages } of profile) {
        const all = profile.at(-1)?.passages === passages ? lastPassages : passages;
        const passage = all[spell]?.[isDown(domain) ? "down" : "up"];
        if (!passage) throw new Error("no passage");
        spend += left * passage.spendUsd;
        served += left * (1 - passage.passes - passage.ends);
        servedTokens += tokens * left * (1 - passage.passes - passage.ends);
        left *= passage.passes;
      }
    }
  });
  return { cost: servedTokens > 0 ? spend / servedTokens : Infinity, unserved: 1 - served, tiers: profile.length };
}

/** Runs a generator to its end. */
export function finish<T>(steps: Generator<unknown, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
