import { expect, it } from "vitest";
import type { ComparedFigure } from "../sandbox/result/prepare-calibration";
import { describeCalibration } from "./describe-calibration";

const WARC: ComparedFigure = { predicted: 1.18, interval: [1.1, 1.25], happened: 1.21, sampling: [1.19, 1.23], agrees: true };

const describe = (more: Partial<ComparedFigure>, calls = 5_000) =>
  describeCalibration({ profile: "support", version: 3, calls, warcUsdPerMillion: { ...WARC, ...more } }, 200);

it("says what was predicted, what happened, and whether it is within the interval", () => {
  expect(describe({})).toBe("Version 3 of support was predicted at a WARC of $1.18/M; it came to $1.21/M: within the interval.");
});

it.each([
  [{ happened: 1.27, sampling: [1.24, 1.3] as const, agrees: true }, /\$1\.27\/M: apart by no more than chance explains\.$/],
  [{ happened: 1.4, agrees: false }, /\$1\.40?\/M: further apart than chance explains\.$/],
  [{ interval: null, sampling: null, agrees: null }, /chance cannot be told from error here\.$/],
  [{ happened: null, agrees: null }, /what it came to is not known\.$/],
])("names how far apart they are: %j", (more, sentence) => {
  expect(describe(more)).toMatch(sentence);
});

it("judges nothing by few calls or none, and is silent where no cost was predicted", () => {
  expect(describe({ agrees: null }, 199)).toMatch(/\$1\.21\/M: too few calls to judge\.$/);
  expect(describe({ happened: null, agrees: null }, 0)).toMatch(/it has served no call yet\.$/);
  expect(describe({ predicted: null })).toBeNull();
});
