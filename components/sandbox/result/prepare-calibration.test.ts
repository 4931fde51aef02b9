import { expect, test } from "vitest";
import { type CalibrationInput, type ComparedFigure, prepareCalibration } from "./prepare-calibration";

const figure = (said: Partial<ComparedFigure>): ComparedFigure => ({ predicted: null, interval: null, happened: null, sampling: null, agrees: null, ...said });
const version = (said: Partial<CalibrationInput>): CalibrationInput => ({
  version: 5, calls: 1000, availability: figure({}), warcUsdPerMillion: figure({}), effectiveUsdPerMillion: figure({}), tiers: [], ...said,
});

test("what was predicted and what happened stand on one axis with their intervals", () => {
  const warcUsdPerMillion = figure({ predicted: 1.2, interval: [1.1, 1.3], happened: 1.25, sampling: [1.2, 1.3], agrees: true });
  const [warc] = prepareCalibration([version({ warcUsdPerMillion })], 200).groups;
  expect(warc).toMatchObject({ title: "WARC", low: "$1.10/M", high: "$1.30/M" });
  expect(warc?.rows).toEqual([{
    key: "5", label: "Version 5, 1,000 calls", predicted: "$1.20/M ($1.10/M to $1.30/M)", happened: "$1.25/M", word: "agrees", isOff: false,
    predictedX: 50, happenedX: 72.727, interval: { x: 4.545, width: 90.909 }, sampling: { x: 50, width: 45.455 },
  }]);
});

test("a figure that is off is said to be, and counted in the summary", () => {
  const off = figure({ predicted: 0.999, happened: 0.9, agrees: false });
  const { groups, summary } = prepareCalibration([version({ availability: off })], 200);
  expect(groups.find(({ key }) => key === "availability")?.rows[0]).toMatchObject({ word: "differs by more than chance explains", isOff: true });
  expect(summary).toContain("1 figure differs by more than chance explains.");
});

test("with too few calls nothing is judged, and what is unknown has no place on the axis", () => {
  const { groups } = prepareCalibration([version({ calls: 12 })], 200);
  expect(groups[0]?.rows[0]).toMatchObject({ word: "too few calls to judge", predicted: "Unknown", happened: "Unknown", predictedX: null, happenedX: null });
});

test("each tier of each version has a row of its own", () => {
  const tiers = [{ tier: 1, endpoint: "groq/llama", ...figure({ predicted: 0.97, happened: 0.96 }) }, { tier: 2, endpoint: "openai/gpt", ...figure({ predicted: 0.03, happened: 0.04 }) }];
  const p = prepareCalibration([version({ tiers }), version({ version: 4, tiers })], 200).groups.find(({ key }) => key === "p");
  expect(p?.rows.map(({ label, predicted, happened }) => [label, predicted, happened])).toEqual([
    ["Version 5, tier 1 groq/llama", "97.0%", "96.0%"], ["Version 5, tier 2 openai/gpt", "3.0%", "4.0%"],
    ["Version 4, tier 1 groq/llama", "97.0%", "96.0%"], ["Version 4, tier 2 openai/gpt", "3.0%", "4.0%"],
  ]);
});
