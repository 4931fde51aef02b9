import type { Measured, Round, Way } from "./failover";
import { formatSpread, formatTable, medianOf, rankOf } from "./figures";

type Values = (round: Round) => number[];

/** What is compared: to the answer's last byte, or to a stream's first. */
const MEASURES: readonly { title: string; stream: boolean; of: Values }[] = [
  { title: "one piece, last byte", stream: false, of: ({ lastByteMs }) => lastByteMs },
  { title: "stream, first byte", stream: true, of: ({ firstByteMs }) => firstByteMs },
  { title: "stream, last byte", stream: true, of: ({ lastByteMs }) => lastByteMs },
];

const HEAD = ["ms", "median", "p95", "by round", "ratio", "added a tier", "bare", "our work", "by round", "own clock"];

/** What the calls took, and what each failed tier added to them. Milliseconds; the columns are explained in docs/bench.md. */
export function describeFailover(measured: readonly Measured[]): string {
  const rows = MEASURES.flatMap(({ title, stream, of }) => {
    const ways = measured.filter(({ way }) => way.stream === stream);
    return [...ways.map((each) => [`${title}: ${nameOf(each.way)}`, ...formatCalls(each, ways, of), ...formatAdded(each, ways, of)]), []];
  });
  return formatTable(HEAD, rows.slice(0, -1));
}

function nameOf({ direct, failing }: Way): string {
  if (direct !== undefined) return `bare, ${direct}`;
  return failing === 1 ? "1 failing tier" : `${failing} failing tiers`;
}

function formatCalls(each: Measured, ways: readonly Measured[], of: Values): string[] {
  const values = each.rounds.flatMap(of);
  const byRound = each.rounds.map((round) => medianOf(of(round)));
  const base = get(ways, ({ direct, failing }) => (each.way.direct === undefined ? failing === 0 : direct === "serves"));
  const ratio = medianOf(values) / medianOf(base.rounds.flatMap(of));
  return [medianOf(values).toFixed(3), rankOf(values, 0.95).toFixed(3), formatSpread(byRound, 3), ratio.toFixed(2)];
}

/** Beside the same call without a failure, and without what the failing request takes when nobody stands before it. */
function formatAdded({ way, rounds }: Measured, ways: readonly Measured[], of: Values): string[] {
  const count = way.failing ?? 0;
  if (count === 0) return [];
  const unfailed = get(ways, ({ failing }) => failing === 0).rounds;
  const bare = get(ways, ({ direct }) => direct === "fails").rounds;
  const perTier = (to: readonly Round[], from: readonly Round[], values: Values) =>
    (medianOf(to.flatMap(values)) - medianOf(from.flatMap(values))) / count;
  const addedMs = perTier(rounds, unfailed, of);
  const bareMs = medianOf(bare.flatMap(of));
  const ownByRound = rounds.map((round, index) => {
    const [beside, floor] = [unfailed.slice(index, index + 1), bare.slice(index, index + 1)];
    return perTier([round], beside, of) - medianOf(floor.flatMap(of));
  });
  const byClock = perTier(rounds, unfailed, ({ overheadMs }) => overheadMs);
  return [addedMs.toFixed(3), bareMs.toFixed(3), (addedMs - bareMs).toFixed(3), formatSpread(ownByRound, 3), byClock.toFixed(3)];
}

function get(ways: readonly Measured[], is: (way: Way) => boolean): Measured {
  const found = ways.find(({ way }) => is(way));
  if (!found) throw new Error("What is to be compared was not measured");
  return found;
}
