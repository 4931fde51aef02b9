import { expect, test } from "vitest";
import { createRandom } from "@/lib/ledger/journal/testing/random";
import { forecastSpend } from "@/lib/core/budget-forecast";
import type { DaySpend } from "@/lib/core/weekday-forecast";
import { forecastMonth } from "./forecast";

const PROFILE = [1, 1.1, 1.05, 1.2, 0.9, 0.3, 0.2];
const USD = 1e12;

/** Days with a weekday's profile and noise that goes on from day to day by `carry`; 28 before the month, and 30 of it. */
function drawDays(seed: number, deviation: number, carry: number, profile: readonly number[] = PROFILE): DaySpend[] {
  const next = createRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  let noise = 0;
  return Array.from({ length: 58 }, (_, day) => {
    noise = carry * noise + Math.sqrt(1 - carry ** 2) * normal();
    return { weekday: day % 7, pico: 40 * USD * (profile[day % 7] ?? 0) * Math.max(0, 1 + deviation * noise) };
  });
}

/** How often the whole month lay in the interval that was told on its tenth day. */
function coverageOf(deviation: number, carry: number): number {
  let inside = 0;
  const months = 600;
  for (let seed = 1; seed <= months; seed++) {
    const days = drawDays(seed, deviation, carry);
    const sum = (some: readonly DaySpend[]) => some.reduce((all, { pico }) => all + pico, 0);
    const [over, left] = [days.slice(28, 37), days.slice(37)];
    const told = forecastMonth({ history: days.slice(0, 37), spentPico: sum(over), todayPico: 0, remaining: left.map(({ weekday }) => weekday) });
    const whole = (sum(over) + sum(left)) / USD;
    if (told && whole >= Number(told.lowUsd) && whole <= Number(told.highUsd)) inside++;
  }
  return inside / months;
}

test("four months of five lie in the interval when days differ by chance", () => {
  for (const deviation of [0.1, 0.3]) {
    const coverage = coverageOf(deviation, 0);
    expect(coverage).toBeGreaterThan(0.74);
    expect(coverage).toBeLessThan(0.92);
  }
});

test("and nearly as many when a dear day is followed by dear days", () => {
  expect(coverageOf(0.2, 0.5)).toBeGreaterThan(0.68);
});

/** How far a month's end was from what its tenth day told, in the mean of 300 months: by weekdays, and at the pace so far. */
function errorsOf(profile: readonly number[], deviation: number): { weekdays: number; pace: number } {
  const range = { from: new Date("2026-11-01T00:00:00Z"), to: new Date("2026-12-01T00:00:00Z") };
  const errors = { weekdays: 0, pace: 0 };
  for (let seed = 1; seed <= 300; seed++) {
    const days = drawDays(seed, deviation, 0, profile);
    const [over, left] = [days.slice(28, 37), days.slice(37)];
    const sum = (some: readonly DaySpend[]) => some.reduce((all, { pico }) => all + pico, 0);
    const [spent, whole] = [sum(over), sum(over) + sum(left)];
    const told = forecastMonth({ history: days.slice(0, 37), spentPico: spent, todayPico: 0, remaining: left.map(({ weekday }) => weekday) });
    const paced = forecastSpend(range, over.map(({ pico }) => BigInt(Math.round(pico))), range.from.getTime() + 9 * 86_400_000);
    errors.weekdays += Math.abs(Number(told?.spendUsd) * USD / whole - 1) / 300;
    errors.pace += Math.abs(Number(paced?.expectedPico) / whole - 1) / 300;
  }
  return errors;
}

test("weekdays tell a month better than the pace so far, where weeks have a rhythm and where they have none", () => {
  const [rhythm, flat] = [errorsOf(PROFILE, 0.2), errorsOf([1, 1, 1, 1, 1, 1, 1], 0.2)];
  // 3.7% against 6.4%, and 3.4% against 4.3%.
  expect(rhythm.weekdays).toBeLessThan(rhythm.pace * 0.7);
  expect(flat.weekdays).toBeLessThan(flat.pace * 0.9);
});

const week = (factor: number): DaySpend[] => PROFILE.map((share, weekday) => ({ weekday, pico: share * factor * USD }));

test("days that repeat themselves leave nothing to chance, and days that are over count as they were", () => {
  const told = forecastMonth({ history: [...week(10), ...week(10)], spentPico: 7 * USD, todayPico: 0, remaining: [0, 1, 5] });
  expect(told).toMatchObject({ spendUsd: "31", lowUsd: "31", highUsd: "31", days: 14 });
});

test("a month never costs less than it has already", () => {
  const told = forecastMonth({ history: [...week(10), ...week(1), ...week(10)], spentPico: 5 * USD, todayPico: 90 * USD, remaining: [0] });
  expect(told).toMatchObject({ spendUsd: "95", lowUsd: "95", highUsd: "95" });
});

test("less than two full weeks say nothing, nor do weeks without spend", () => {
  const so = { spentPico: 0, todayPico: 0, remaining: [1, 2] };
  expect(forecastMonth({ history: week(1).concat(week(1).slice(1)), ...so })).toBeNull();
  expect(forecastMonth({ history: [...week(0), ...week(0)], ...so })).toBeNull();
});
