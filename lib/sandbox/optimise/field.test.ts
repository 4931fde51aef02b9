import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NO_CAPS } from "@/lib/core/profile";
import { solveClosedForm } from "../closed-form/solve";
import { failure } from "../closed-form/testing/scenarios";
import { buildField } from "./field";
import { costOf } from "./front";
import { optionsOf } from "./label";
import { searchAll } from "./search-all";
import { finish } from "./testing/fields";
import { aQuestion, aQuestionOf } from "./testing/questions";
import type { Question } from "./question";

describe("the chances that a search works with", () => {
  test("come, for every order that it keeps, to the closed form's own figures", () => {
    fc.assert(
      fc.property(aQuestion(3, 1), (question) => {
        const field = buildField(question);
        if (!field) throw new Error("no field");
        const tokens = question.scenario.traffic.shapes.reduce((sum, { weight, usage }) => sum + weight * (usage.input + usage.output), 0)
          / question.scenario.traffic.shapes.reduce((sum, { weight }) => sum + weight, 0);
        for (const label of finish(searchAll(field))) {
          const tiers = optionsOf(label).map(({ tier }, index) => ({ ...tier, position: index + 1 }));
          const solved = solveClosedForm({ ...question.scenario, profile: { ...question.scenario.profile, tiers } });
          expect(label.unserved).toBeCloseTo(1 - solved.availability, 9);
          const effective = solved.effectiveUsdPerMillion ?? NaN;
          expect(Math.abs((costOf(label) / tokens) * 1e6 - effective)).toBeLessThan(1e-9 * effective);
        }
      }),
      { numRuns: 2, endOnFailure: true },
    );
  });

  test.each([
    ["a cap", (question: Question): Question => ({ ...question, choices: question.choices.map((choice) => ({ ...choice, caps: [{ ...NO_CAPS, concurrent: 3 }] })) })],
    ["a limit of attempts", (question: Question): Question => withRules(question, { maxAttempts: 2 })],
    ["a wait", (question: Question): Question => withRules(question, { wait: { maxMs: 1_000, picoPerSecond: 1n } })],
  ])("are not given where %s makes a tier's hang on the others", (_, change) => {
    const question = aQuestionOf({ tiers: [{ success: 0.9 }, { success: 0.8 }] });
    expect(buildField(question)).not.toBeNull();
    expect(buildField(change(question))).toBeNull();
  });

  test("are not given where windows decide who follows, or who is asked at all", () => {
    expect(buildField(aQuestionOf({ tiers: [{ success: 0.9, failures: [failure("context_length")] }] }))).toBeNull();
    expect(buildField(aQuestionOf({ tiers: [{ success: 0.9, contextTokens: 100 }, { success: 0.9 }] }))).toBeNull();
  });
});

function withRules(question: Question, rules: Partial<Question["scenario"]["profile"]["rules"]>): Question {
  const { scenario } = question;
  return { ...question, scenario: { ...scenario, profile: { ...scenario.profile, rules: { ...scenario.profile.rules, ...rules } } } };
}
