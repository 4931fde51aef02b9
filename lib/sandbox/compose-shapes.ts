import type { TrafficBackground } from "./background";
import { noteShapes, readTokens } from "./compose-tokens";
import type { TrafficInputs } from "./inputs";
import type { Notebook } from "./notebook";
import type { CallShape } from "./scenario";
import type { Spread } from "./spread";
import { spreadOver, stepOrder, toWhole } from "./stratify";

/** Nothing recorded and nothing typed. */
const ASSUMED_TOKENS = { input: 1_000, output: 250 } as const;
/** How many kinds of call stand for a lognormal amount of tokens. */
const STRATA = 256;

/** What a kind of call is before its tokens are whole: the parts are shares of input and of output. */
type Draft = {
  weight: number;
  stream: boolean;
  input: number;
  output: number;
  cached: number;
  write5m: number;
  write1h: number;
  reasoning: number;
};

/** What is typed goes over what is recorded, part by part; recorded calls that nothing was typed over stay as they are. */
export function composeShapes(typed: TrafficInputs, recorded: TrafficBackground | null, notes: Notebook): CallShape[] {
  const known = recorded?.shapes ?? [];
  const input = readTokens("traffic.inputTokens", "Input", typed.inputTokens, notes);
  const output = readTokens("traffic.outputTokens", "Output", typed.outputTokens, notes);
  const cached = notes.readShare("traffic.cachedShare", "Cached input", typed.cachedShare);
  const streams = notes.readShare("traffic.streamShare", "The share of streams", typed.streamShare);
  const isRecorded = known.length > 0 && (input === null || output === null);
  const mean = meanDraft(known);
  const streamShare = streams ?? (isRecorded || known.length === 0 ? null : mean.streams);
  const base = isRecorded ? known.map(toDraft) : syntheticDrafts(mean, [input, output].some(isSpread) ? (isSplit(streamShare) ? STRATA / 2 : STRATA) : 1);
  const isUntouched = isRecorded && [input, output, cached ?? null, streamShare].every((each) => each === null);
  const shapes = isUntouched ? [...known] : splitStreams(toShapes(fill(base, input, output, cached ?? null)), streamShare);
  noteShapes(shapes, typed, recorded, notes);
  return shapes;
}

function isSpread(spread: Spread | null): boolean {
  return spread !== null && spread.kind !== "fixed";
}

function isSplit(share: number | null): boolean {
  return share !== null && share > 0 && share < 1;
}

/** Input and output know nothing of each other, nor of what is recorded: each goes through the kinds in an order of its own. */
function fill(base: readonly Draft[], input: Spread | null, output: Spread | null, cached: number | null): Draft[] {
  const weights = base.map(({ weight }) => weight);
  const inputs = input && spreadOver(input, weights, stepOrder(base.length, 0.618));
  const outputs = output && spreadOver(output, weights, stepOrder(base.length, 0.414));
  return base.map((draft, index) => {
    const share = cached ?? draft.cached;
    const writes = draft.write5m + draft.write1h;
    const fits = writes > 0 ? Math.min(1, (1 - share) / writes) : 1;
    return {
      ...draft, input: inputs?.[index] ?? draft.input, output: outputs?.[index] ?? draft.output,
      cached: share, write5m: draft.write5m * fits, write1h: draft.write1h * fits,
    };
  });
}

/** Each kind of call once as a stream and once not, in the wanted proportion. */
function splitStreams(shapes: readonly CallShape[], share: number | null): CallShape[] {
  if (share === null) return [...shapes];
  if (!isSplit(share)) return shapes.map((shape) => ({ ...shape, stream: share === 1 }));
  return shapes.flatMap((shape) => [
    { ...shape, weight: shape.weight * share, stream: true },
    { ...shape, weight: shape.weight * (1 - share), stream: false },
  ].filter(({ weight }) => weight > 0));
}

function toShapes(drafts: readonly Draft[]): CallShape[] {
  const weights = drafts.map(({ weight }) => weight);
  const whole = (value: (draft: Draft) => number, least: number) => toWhole(drafts.map(value), weights, least);
  const inputs = whole(({ input }) => input, 1);
  const outputs = whole(({ output }) => output, 0);
  const partOfInput = (share: (draft: Draft) => number) => toWhole(drafts.map((draft, index) => (inputs[index] ?? 0) * share(draft)), weights, 0);
  const [cached, write5m, write1h] = [partOfInput(({ cached }) => cached), partOfInput(({ write5m }) => write5m), partOfInput(({ write1h }) => write1h)];
  const reasoning = toWhole(drafts.map((draft, index) => (outputs[index] ?? 0) * draft.reasoning), weights, 0);
  return drafts.map(({ weight, stream }, index) => {
    let left = inputs[index] ?? 0;
    const take = (wanted: number | undefined) => {
      const taken = Math.min(left, wanted ?? 0);
      left -= taken;
      return taken;
    };
    return {
      weight,
      stream,
      usage: {
        input: inputs[index] ?? 0, cachedInput: take(cached[index]), cacheWrite5m: take(write5m[index]), cacheWrite1h: take(write1h[index]),
        output: outputs[index] ?? 0, reasoning: Math.min(outputs[index] ?? 0, reasoning[index] ?? 0),
      },
    };
  });
}

function toDraft({ weight, stream, usage }: CallShape): Draft {
  const ofInput = (tokens: number) => (usage.input === 0 ? 0 : tokens / usage.input);
  return {
    weight, stream, input: usage.input, output: usage.output,
    cached: ofInput(usage.cachedInput), write5m: ofInput(usage.cacheWrite5m), write1h: ofInput(usage.cacheWrite1h),
    reasoning: usage.output === 0 ? 0 : usage.reasoning / usage.output,
  };
}

function syntheticDrafts(mean: MeanDraft, count: number): Draft[] {
  const { streams, ...parts } = mean;
  return Array.from({ length: count }, () => ({ ...parts, weight: 1, stream: streams > 0 }));
}

/** `streams`: the share of calls that stream. */
type MeanDraft = Omit<Draft, "weight" | "stream"> & { streams: number };

/** What recorded calls are like on the whole; where there are none, calls that stream and know no cache. */
function meanDraft(shapes: readonly CallShape[]): MeanDraft {
  const sum = (value: (shape: CallShape) => number) => shapes.reduce((all, shape) => all + shape.weight * value(shape), 0);
  const calls = sum(() => 1);
  if (calls === 0) return { ...ASSUMED_TOKENS, cached: 0, write5m: 0, write1h: 0, reasoning: 0, streams: 1 };
  const [input, output] = [sum(({ usage }) => usage.input), sum(({ usage }) => usage.output)];
  const ofInput = (tokens: number) => (input === 0 ? 0 : tokens / input);
  return {
    input: input / calls, output: output / calls, streams: sum(({ stream }) => Number(stream)) / calls,
    cached: ofInput(sum(({ usage }) => usage.cachedInput)), write5m: ofInput(sum(({ usage }) => usage.cacheWrite5m)),
    write1h: ofInput(sum(({ usage }) => usage.cacheWrite1h)), reasoning: output === 0 ? 0 : sum(({ usage }) => usage.reasoning) / output,
  };
}
