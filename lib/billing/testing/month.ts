import { CAUSES } from "@/lib/core/outcome";
import type { MonthFigures, MonthLine, MonthReport, ProfileLine } from "../month-report";

const line = (id: string, name: string, calls: number, spendUsd: string, unknownAttempts = 0): MonthLine =>
  ({ id, name, calls, attempts: calls + Math.floor(calls / 20), unknownAttempts, tokens: calls * 1_830, spendUsd });

const figures = (more: Partial<MonthFigures> = {}): MonthFigures => ({
  calls: 48_210, served: 47_950, failed: 180, aborted: 80, rescued: 3_912,
  availabilityShare: "0.996260129649", availabilityWithoutFallbackShare: "0.914980511117",
  attempts: 52_911, unknownAttempts: 7, coverageShare: "0.999867702368", tokens: 88_224_300,
  spendUsd: "12345.678901234567", servedUsd: "12001.000000000001", wasteUsd: "321.678901234566", abortedUsd: "23",
  warcPerMillion: "1.234567890123", primaryCostPerMillion: "1.1", premiumPerMillion: "0.134567890123", effectivePerMillion: "1.4",
  savings: {
    comparable: 47_000, notComparable: 950, baselineUsd: "20000", comparableSpendUsd: "11900.5", unservedSpendUsd: "44.25",
    savingsUsd: "8055.25", savingsShare: "0.4027625",
  },
  ...more,
});

const profile = (id: string, name: string, spendUsd: string, more: Partial<ProfileLine> = {}): ProfileLine => ({
  ...line(id, name, 16_070, spendUsd, 2), figures: figures({ calls: 16_070, spendUsd }), baseline: "openai/gpt-4o",
  change: { before: "1.2", after: "1.234567890123", mix: "-0.05", tokenMix: "0.004567890123", price: "0.08" }, ...more,
});

const uuid = (n: number) => `0193a000-0000-7000-8000-${String(n).padStart(12, "0")}`;

const LONG = "A key of the team that evaluates retrieval pipelines against the whole archive every night, and has a name to match";

/** A month with something of everything: negative savings, unknown amounts, corrections, names in other scripts and names that are too long. */
export function richMonth(more: Partial<MonthReport> = {}): MonthReport {
  const days = Array.from({ length: 30 }, (_, index) => ({
    ...line(`2026-11-${String(index + 1).padStart(2, "0")}`, "", 1_607, String(300 + ((index * 7919) % 230)) + ".5", index === 11 ? 7 : 0),
    day: `2026-11-${String(index + 1).padStart(2, "0")}`,
  }));
  return {
    format: 1, team: { id: uuid(1), slug: "research", name: "Research & Développement “Łódź”" },
    month: "2026-11", zone: "Europe/Berlin", from: "2026-10-31T23:00:00.000Z", to: "2026-11-30T23:00:00.000Z", charging: "showback", readTo: "2026-11-30T23:00:00.000Z",
    total: figures(), byDay: days,
    byProfile: [
      profile("chat-default", "Chat", "6000.5"),
      profile("batch-summaries", "Batch summaries", "5000.25", { figures: figures({ savings: { ...figures().savings, savingsUsd: "-120.5", savingsShare: "-0.02" } }), baseline: "groq/llama-3.3-70b" }),
      profile("(ad hoc)", "(ad hoc)", "1344.928901234567", { baseline: null, change: null }),
    ],
    byTier: ["groq/llama-3.3-70b-versatile", "together/llama-3.3-70b-instruct-turbo", "openai/gpt-4o"].map((endpoint, index) => ({
      ...line(endpoint, endpoint, 9_000 - index * 4_000, ["4000", "1500.25", "500.000000000001"][index] ?? "0"), profile: "chat-default", tier: index + 1, endpoint,
      warcPerMillion: String(index + 0.59), servedShare: ["0.9", "0.085", "0.015"][index] ?? null,
    })),
    byProvider: [line("groq", "groq", 30_000, "7000"), line("together", "together", 15_000, "4345.678901234567", 7), line("openai", "openai", 3_210, "1000")],
    byModel: [line("m1", "meta-llama/llama-3.3-70b-instruct", 45_000, "11345.678901234567", 7), line("m2", "openai/gpt-4o", 3_210, "1000")],
    byKey: [
      line(uuid(21), "production", 30_000, "9000.000000000001"), line(uuid(22), LONG, 18_000, "3345.678901234566", 7), line(uuid(23), "=HYPERLINK(\"http://evil\")", 10, "0.004"),
      ...Array.from({ length: 30 }, (_, index) => line(uuid(100 + index), `worker-${index + 1}`, 7, "0.0001")),
    ],
    byMember: [line(uuid(31), "ada@acme.example", 30_000, "9000"), line(uuid(32), "Жук Олександр", 9_000, "2000"), line(uuid(33), "王小明", 9_210, "1345.678901234567", 7)],
    byTag: [{ tag: "feature", values: [{ value: "search", calls: 20_000, unknownCalls: 3, spendUsd: "5000" }, { value: "", calls: 100, unknownCalls: 0, spendUsd: "1.5" }] }],
    lines: [
      { profile: "chat-default", endpoint: "groq/llama-3.3-70b-versatile", endpointId: uuid(61), keyId: uuid(21), memberId: uuid(31), attempts: 31_500, unknownAttempts: 0, spendUsd: "6000.5" },
      { profile: "batch-summaries", endpoint: "together/llama-3.3-70b-instruct-turbo", endpointId: uuid(62), keyId: uuid(22), memberId: uuid(33), attempts: 18_900, unknownAttempts: 7, spendUsd: "5000.25" },
      { profile: "(ad hoc)", endpoint: "openai/gpt-4o", endpointId: uuid(63), keyId: uuid(23), memberId: uuid(33), attempts: 2_511, unknownAttempts: 0, spendUsd: "1344.928901234567" },
    ],
    waste: CAUSES.slice(0, 6).map((cause, index) => ({ cause, provider: index % 2 === 0 ? "groq" : "together", attempts: 700 - index * 90, unknownAttempts: index === 3 ? 7 : 0, wasteUsd: index === 0 ? "0" : "64.335780246913" })),
    dearest: Array.from({ length: 10 }, (_, index) => ({
      callId: uuid(41 + index), at: `2026-11-${String(index + 10)}T10:15:00.000Z`, profile: "batch-summaries", endpoint: "together/llama-3.3-70b-instruct-turbo", outcome: index === 2 ? "failed" : "served", attempts: 1 + (index % 3), spendUsd: String(9.75 - index / 4),
    })),
    certainty: { reportedUsd: "12300.678901234567", estimatedUsd: "45", unknownAttempts: 7, lowUsd: "12345.678901234567", highUsd: "12380.25" },
    timeline: [
      { at: "2026-11-04T09:30:00.000Z", kind: "profile", subject: "chat-default", text: "Version 7: tier 2 is now together/llama-3.3-70b-instruct-turbo" },
      { at: "2026-11-15T00:00:00.000Z", kind: "price", subject: "openai/gpt-4o", text: "Input $2.50 → $2.20, output $10.00 → $8.80 per million tokens" },
    ],
    corrections: [
      { id: uuid(51), ofMonth: "2026-10", kind: "late", reason: "12 calls of a gateway that was offline came after the close", amountUsd: "3.2", at: "2026-11-07T08:00:00.000Z" },
      { id: uuid(52), ofMonth: "2026-10", kind: "price", reason: "together/llama-3.3-70b-instruct-turbo was entered at twice its price from 20 to 24 October", amountUsd: "-41.75", at: "2026-11-09T08:00:00.000Z" },
    ],
    correctionsUsd: "-38.55", forecast: null, ...more,
  };
}
