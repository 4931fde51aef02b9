import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ANY_CALL, formatDaySpan, parseDaySpan, unmetCondition, type Condition } from "./condition";
import { PLAIN_CALL } from "./testing/call-facts";
import type { CallFacts } from "./call-facts";

const takes = (when: Partial<Condition>, facts: Partial<CallFacts> = {}) =>
  unmetCondition({ ...ANY_CALL, ...when }, { ...PLAIN_CALL, ...facts }) === null;

describe("a tier's condition", () => {
  it("takes every call when nothing is set", () => {
    expect(takes({})).toBe(true);
  });

  it.each<[Partial<Condition>, Partial<CallFacts>, boolean]>([
    [{ minPromptTokens: 1_000 }, {}, true],
    [{ minPromptTokens: 1_001 }, {}, false],
    [{ maxPromptTokens: 1_000 }, {}, true],
    [{ maxPromptTokens: 999 }, {}, false],
    [{ stream: true }, { stream: true }, true],
    [{ stream: true }, {}, false],
    [{ tools: false }, { tools: true }, false],
    [{ images: true }, { images: true }, true],
    [{ jsonSchema: true }, {}, false],
    [{ metadata: { plan: "pro" } }, { metadata: { plan: "pro", x: "y" } }, true],
    [{ metadata: { plan: "pro" } }, { metadata: { plan: "free" } }, false],
    [{ metadata: { toString: "x" } }, {}, false],
    [{ utc: { fromMinute: 720, toMinute: 721 } }, {}, true],
    [{ utc: { fromMinute: 600, toMinute: 720 } }, {}, false],
    [{ utc: { fromMinute: 1_320, toMinute: 360 } }, { startedAtMs: Date.UTC(2026, 0, 1, 23, 30) }, true],
    [{ utc: { fromMinute: 1_320, toMinute: 360 } }, { startedAtMs: Date.UTC(2026, 0, 1, 6) }, false],
  ])("%j meets %j: %s", (when, facts, expected) => {
    expect(takes(when, facts)).toBe(expected);
  });

  it("takes each minute of the day either in a span or in its complement", () => {
    const minute = fc.integer({ min: 0, max: 1_439 });
    fc.assert(
      fc.property(minute, minute, fc.integer({ min: 0, max: 4e12 }), (fromMinute, toMinute, startedAtMs) => {
        fc.pre(fromMinute !== toMinute);
        const inside = takes({ utc: { fromMinute, toMinute } }, { startedAtMs });
        const outside = takes({ utc: { fromMinute: toMinute, toMinute: fromMinute } }, { startedAtMs });
        expect(inside).toBe(!outside);
      }),
    );
  });

  it("says in words what it asks for", () => {
    const text = unmetCondition({ ...ANY_CALL, utc: { fromMinute: 60, toMinute: 125 } }, PLAIN_CALL);
    expect(text).toBe("takes calls from 01:00 to 02:05 UTC only");
  });
});

describe("a part of the day", () => {
  it.each([["22:00-06:00", 1_320, 360], ["00:00-24:00", 0, 1_440], ["09:05-09:06", 545, 546]])("%s is read and written", (text, fromMinute, toMinute) => {
    expect(parseDaySpan(text)).toEqual({ fromMinute, toMinute });
    expect(formatDaySpan({ fromMinute, toMinute })).toBe(text);
  });

  it.each(["", "22-6", "24:00-01:00", "00:00-24:01", "12:60-13:00", "06:00-06:00", "6:00-7:00", " 06:00-07:00", "06:00-07:00Z"])("%j is none", (text) => {
    expect(parseDaySpan(text)).toBeNull();
  });
});
