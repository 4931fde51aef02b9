import { operatorOf } from "@/lib/accounts/member";
import { correctPrice, previewPriceCorrection } from "@/lib/billing/close/correct-price";
import { MoneyError, parsePricePerMillion, parseUsd } from "@/lib/core/money";
import type { Price } from "@/lib/core/price";
import { type Command, readArgs, Refused, required, UsageError } from "./command";
import { chooseTeam } from "./team";

const CLASSES = {
  "cached-input": "cachedInput", "cache-write-5m": "cacheWrite5m", "cache-write-1h": "cacheWrite1h", reasoning: "reasoning",
} as const;
const TEXT = { type: "string" } as const;

export const reportsCorrect: Command = {
  usage: "reports correct ENDPOINT --from TIME --to TIME --input USD --output USD --reason TEXT [--cached-input USD] [--cache-write-5m USD] [--cache-write-1h USD] [--reasoning USD] [--per-request USD] [--team SLUG] [--preview]",
  about: "charge to the running month what a wrong price of provider/model made of a time; USD per million tokens, steps left out",
  prepare(args) {
    const { values, positionals } = readArgs(args, {
      team: TEXT, from: TEXT, to: TEXT, input: TEXT, output: TEXT, "cached-input": TEXT, "cache-write-5m": TEXT, "cache-write-1h": TEXT,
      reasoning: TEXT, "per-request": TEXT, reason: TEXT, preview: { type: "boolean" },
    }, ["ENDPOINT"]);
    const [name = ""] = positionals;
    const range = { from: readTime(required(values.from, "--from")), to: readTime(required(values.to, "--to")) };
    const price = readPrice(values);
    const reason = values.preview ? "" : required(values.reason, "--reason");
    return async (context) => {
      const team = await chooseTeam(context, values.team);
      const slash = name.indexOf("/");
      const endpoint = await context.db.endpoint.findFirst({ where: { teamId: team.id, provider: { slug: name.slice(0, slash) }, model: name.slice(slash + 1) } });
      if (!endpoint) throw new Refused(`the team ${team.slug} has no endpoint ${name}`);
      const wrong = { endpointId: endpoint.id, ...range, price, reason, now: new Date() };
      const correct = values.preview ? previewPriceCorrection : correctPrice;
      const { months, attempts, notPriced } = await correct(context.db, operatorOf(team.id), wrong);
      for (const { ofMonth, amountUsd } of months) context.out([ofMonth, amountUsd].join("\t"));
      if (months.length === 0) context.note("There is nothing to correct.");
      context.note(`${attempts} attempts were priced again; ${notPriced} were not: their cost is unknown, or their provider's own.${values.preview ? " Nothing was charged." : ""}`);
    };
  },
};

function readTime(text: string): Date {
  const at = new Date(text);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)$/.test(text) || Number.isNaN(at.getTime())) throw new UsageError(`"${text}" is not a time such as 2026-10-03T00:00:00Z`);
  return at;
}

function readPrice(values: Partial<Record<string, string | boolean>>): Price {
  const text = (name: string) => values[name] as string | undefined;
  try {
    const others = Object.entries(CLASSES).flatMap(([option, name]) => {
      const given = text(option);
      return given === undefined ? [] : [[name, parsePricePerMillion(given)]];
    });
    const perRequest = text("per-request");
    const base = { ...(Object.fromEntries(others) as Partial<Price["base"]>), ...(perRequest === undefined ? {} : { perRequest: parseUsd(perRequest) }) };
    return { base: { ...base, input: parsePricePerMillion(required(text("input"), "--input")), output: parsePricePerMillion(required(text("output"), "--output")) }, steps: [] };
  } catch (error) {
    if (error instanceof MoneyError) throw new UsageError(error.message);
    throw error;
  }
}
