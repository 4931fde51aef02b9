import { usageOf, type Seen } from "./call-once";
import { judgeSums } from "./judge-sums";
import type { Stage } from "./stage";

/** Told before anybody was asked, or because the call could not be booked. */
const NOT_BOOKED = new Set(["ledger_unavailable", "overloaded", "shutting_down"]);
const CHUNK_503 = "503";

export type Verdict = {
  /** Calls that reached the gateway, by what their clients saw. */
  calls: number;
  completed: number;
  told: number;
  refused: number;
  left: number;
  broken: number;
  /** In the ledger. */
  rows: number;
  attempts: number;
  /** In the providers' books. */
  requests: number;
  lost: number;
  doubled: number;
  invented: number;
  /** Of the completed calls, in pico-USD: the ledger's sum less what clients were told, and less the providers' books. */
  lessToldPico: bigint;
  lessBooksPico: bigint;
  sumPico: bigint;
  /** What does not hold, in words; the first few of each kind. */
  failures: string[];
};

type Options = {
  /** Whether a process was killed: calls that it had under way were asked, and are in no books. */
  killed: boolean;
  /** Whether there was no room in the journal at times: a stream under way is then told so by an error chunk. */
  full?: boolean;
};

/** Holds three against each other: what clients saw, the ledger, and the books of the providers. Nothing may be under way. */
export async function judge(stage: Stage, seen: readonly Seen[], { killed, full = false }: Options): Promise<Verdict> {
  const { db } = stage.site;
  const [calls, attempts] = await Promise.all([
    db.call.findMany({ select: { id: true, costPico: true, servedCostPico: true } }),
    db.attempt.findMany({ select: { callId: true, provider: true, outcome: true, basis: true, input: true, output: true, costPico: true } }),
  ]);
  const failures: string[] = [];
  const fail = (what: string, which: readonly string[]) => {
    if (which.length > 0) failures.push(`${which.length} ${what}: ${which.slice(0, 3).join(", ")}`);
  };
  const byEnd = (end: Seen["end"]) => seen.filter((each) => each.end === end);
  const [completed, told, left, broken] = [byEnd("completed"), byEnd("told"), byEnd("left"), byEnd("broken")];
  const isRefused = ({ code }: Seen) => NOT_BOOKED.has(code ?? "") || (full && code === CHUNK_503);
  const refused = told.filter(isRefused);
  const rowOf = new Map(calls.map((call) => [call.id, call]));

  const owed = [...completed, ...told.filter((each) => !isRefused(each))];
  const lost = owed.filter(({ id }) => id === null || !rowOf.has(id));
  fail("calls whose answer was whole are in no ledger", lost.map(describe));

  const serving = attempts.filter(({ outcome }) => outcome === "served");
  const servedOf = new Map(serving.map((attempt) => [attempt.callId, attempt]));
  const wrong = completed.filter(({ id, number, costPico }) => {
    const [row, served] = [rowOf.get(id ?? ""), servedOf.get(id ?? "")];
    if (!row) return false;
    const { input, output } = usageOf(number);
    return row.costPico !== costPico || served?.input !== input || served.output !== output || row.servedCostPico !== served.costPico;
  });
  fail("calls are booked with other amounts than their clients were told", wrong.map(describe));

  const books = [...stage.readBook().values()];
  const answered = groupBy(books.filter(({ outcome }) => outcome === "answered"), keyOfRequest);
  const served = groupBy(serving, keyOfAttempt);
  const doubled = [...served].filter(([, same]) => same.length > 1).map(([key]) => key);
  fail("answers are booked more than once", doubled);
  const unknown = [...served].filter(([key]) => answered.get(key)?.length !== 1).map(([key]) => key);
  fail("answers are booked that their provider does not know, or not at that price", unknown);

  const ids = new Set(seen.map(({ id }) => id));
  const strangers = calls.filter(({ id }) => !ids.has(id));
  const nameless = seen.filter(({ id }) => id === null).length;
  const invented = Math.max(0, strangers.length - nameless);
  if (invented > 0) failures.push(`${invented} calls are in the ledger that nobody made`);

  const cut = broken.length + left.length;
  failures.push(...judgeProviders(books, attempts, killed ? cut : 0, refused.length), ...(await judgeSums(db)));
  const sum = (values: (bigint | null | undefined)[]) => values.reduce<bigint>((total, value) => total + (value ?? 0n), 0n);
  const mine = completed.map(({ id }) => rowOf.get(id ?? ""));
  const theirs = completed.map(({ id }) => {
    const attempt = servedOf.get(id ?? "");
    return BigInt(answered.get(attempt ? keyOfAttempt(attempt) : "")?.[0]?.costPico ?? 0);
  });
  const lessToldPico = sum(mine.map((row) => row?.costPico)) - sum(completed.map(({ costPico }) => costPico));
  const lessBooksPico = sum(mine.map((row) => row?.servedCostPico)) - sum(theirs);
  if (lessToldPico !== 0n) failures.push(`the ledger has ${lessToldPico} pico-USD more than clients were told`);
  if (lessBooksPico !== 0n) failures.push(`the ledger has ${lessBooksPico} pico-USD more than the providers' books`);
  return {
    calls: seen.length, completed: completed.length, told: told.length - refused.length, refused: refused.length, left: left.length,
    broken: broken.length, rows: calls.length, attempts: attempts.length, requests: books.length, lost: lost.length,
    doubled: doubled.length, invented, lessToldPico, lessBooksPico, sumPico: sum(mine.map((row) => row?.costPico)), failures,
  };
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

const describe = ({ id, number, end, code, stream }: Seen) => `${id ?? "no id"} (number ${number}, ${stream ? "stream" : "whole"}, ${end}${code === null ? "" : ` ${code}`})`;

type Request = ReturnType<Stage["readBook"]> extends ReadonlyMap<string, infer Each> ? Each : never;
type Attempt = { provider: string; outcome: string; input: number | null; output: number | null; costPico: bigint | null };

const keyOfRequest = ({ provider, promptTokens, completionTokens, costPico }: Request) => `${provider} ${promptTokens}+${completionTokens} for ${costPico}`;
const keyOfAttempt = ({ provider, input, output, costPico }: Attempt) => `${provider} ${input}+${output} for ${costPico}`;

/**
 * Every attempt that ended by itself is a request in its provider's books, and the other way round, but for `unbooked`
 * requests of processes that were killed and of calls that could not be booked. An attempt whose client left may never
 * have reached its provider.
 */
function judgeProviders(books: readonly Request[], attempts: readonly Attempt[], unbooked: number, refused: number): string[] {
  const failures: string[] = [];
  let unaccounted = 0;
  for (const provider of new Set([...books, ...attempts].map((each) => each.provider))) {
    const requests = books.filter((each) => each.provider === provider);
    const mine = attempts.filter((each) => each.provider === provider);
    const open = requests.filter(({ outcome }) => outcome === "open").length;
    if (open > 0) failures.push(`${provider} still has ${open} requests open`);
    const left = mine.filter(({ outcome }) => outcome === "aborted").length;
    if (mine.length - requests.length > left) failures.push(`${provider} was asked ${requests.length} times, and ${mine.length} attempts are booked`);
    unaccounted += Math.max(0, requests.length - mine.length);
  }
  // A call asks each of at most three providers once.
  if (unaccounted > 3 * (unbooked + refused)) failures.push(`${unaccounted} requests at providers are in no ledger, of ${unbooked + refused} calls that were cut off`);
  return failures;
}
