import { Card } from "@tremor/react";
import { formatPricePerMillion, formatUsd } from "@/lib/core/money";
import type { PriceClass } from "@/lib/core/price";
import { exactUsd, UNKNOWN } from "../amounts";
import { formatCount } from "../counts";
import { formatTime } from "../times";
import type { Attempt } from "./attempt";

const CLASS_NAMES: Record<PriceClass, string> = {
  input: "Input",
  cachedInput: "Cached input",
  cacheWrite5m: "Cache write, 5 min",
  cacheWrite1h: "Cache write, 1 h",
  output: "Output",
  reasoning: "Reasoning",
  perRequest: "Request fee",
};

/** One attempt: what was decided, and its cost from tokens and the dated price. */
export function AttemptCard({ attempt, decision, zone }: { attempt: Attempt; decision: string; zone: string }) {
  const { number, tier, endpoint, retry, detail, price, costPico, basis } = attempt;
  return (
    <article aria-label={`Attempt ${number}`}>
      <Card className="p-4">
        <div className="flex flex-wrap items-baseline justify-between gap-x-4">
          <h3 className="min-w-0 text-body font-semibold text-ink">
            Attempt {number} <span className="font-normal text-muted">tier {tier}, {endpoint}{retry > 0 ? `, retry ${retry}` : ""}</span>
          </h3>
          <p className="text-body font-semibold text-ink" title={costPico === null ? undefined : exactUsd(costPico)}>
            {costPico === null ? UNKNOWN : formatUsd(costPico)}{" "}
            {basis === "estimated" ? <Badge text="usage estimated" /> : null}
          </p>
        </div>
        <p className="mt-1 text-table text-muted">{decision}</p>
        {basis === "estimated" ? (
          <p className="mt-1 text-caption text-subtle">
            The provider reported no usage that can be believed. What was read is what it had told before, or the prompt as its tokens are
            counted; what was written is counted from the chunks and bytes that came.
          </p>
        ) : null}
        {detail === "" ? null : <p className="mt-1 text-caption break-words text-subtle">“{detail}”</p>}
        {price ? <ClassCosts price={price} costPico={costPico} listCostPico={attempt.listCostPico} zone={zone} /> : <p className="mt-2 text-table text-subtle">{withoutPrice(attempt)}</p>}
      </Card>
    </article>
  );
}

function withoutPrice({ costPico, usage }: Attempt): string {
  if (costPico === null) return "What it cost is not known: the request had been sent, and no usage came back. It is not counted as zero.";
  if (costPico === 0n && !usage) return "Owes nothing: the provider did not accept the request.";
  return "Charged at the amount that the provider reported.";
}

function Badge({ text }: { text: string }) {
  return <span className="rounded border border-dashed border-line-strong px-1.5 py-0.5 text-caption font-normal text-muted">{text}</span>;
}

type ClassCostsProps = { price: NonNullable<Attempt["price"]>; zone: string } & Pick<Attempt, "costPico" | "listCostPico">;

function ClassCosts({ price, costPico, listCostPico, zone }: ClassCostsProps) {
  const { kind, priced, validFrom, validUntil, source } = price;
  const classes = (Object.keys(CLASS_NAMES) as PriceClass[]).filter((name) => priced.classes[name].units > 0 && priced.classes[name].unitPico > 0n);
  return (
    <>
      <table className="mt-3 w-full max-w-xl text-table">
        <caption className="sr-only">Tokens × price = cost, by class</caption>
        <thead className="text-caption text-muted">
          <tr className="border-b border-line">
            <th scope="col" className="py-1 text-left font-medium">Class</th>
            <th scope="col" className="py-1 pl-1.5 text-right sm:pl-3 font-medium">Units</th>
            <th scope="col" className="py-1 pl-1.5 text-right sm:pl-3 font-medium">Price</th>
            <th scope="col" className="py-1 pl-1.5 text-right sm:pl-3 font-medium">Cost</th>
          </tr>
        </thead>
        <tbody>
          {classes.map((name) => {
            const { units, unitPico, costPico: classPico } = priced.classes[name];
            return (
              <tr key={name}>
                <th scope="row" className="py-0.5 text-left font-normal text-muted">{CLASS_NAMES[name]}</th>
                <td className="py-0.5 pl-1.5 text-right sm:pl-3 whitespace-nowrap">{formatCount(units)}</td>
                <td className="py-0.5 pl-1.5 text-right sm:pl-3 whitespace-nowrap">{name === "perRequest" ? formatUsd(unitPico) : `${formatPricePerMillion(unitPico)} / 1M`}</td>
                <td className="py-0.5 pl-1.5 text-right sm:pl-3 whitespace-nowrap text-ink">{exactUsd(classPico)}</td>
              </tr>
            );
          })}
        </tbody>
        <tfoot>
          <tr className="border-t border-line font-semibold text-ink">
            <th scope="row" colSpan={3} className="py-1 text-left">Sum</th>
            <td className="py-1 pl-1.5 text-right whitespace-nowrap sm:pl-3">{exactUsd(priced.costPico)}</td>
          </tr>
        </tfoot>
      </table>
      <p className="mt-2 text-caption text-subtle">
        {kind === "negotiated" ? "Agreed price" : "Price"} in force since {formatTime(validFrom, "date", zone)}{validUntil ? ` until ${formatTime(validUntil, "date", zone)}` : ""} ({source}{priced.step > 0 ? `, step ${priced.step} by prompt size` : ""}).
        {kind !== "negotiated" ? "" : listCostPico === null ? " The list price is not known." : ` At the list price it would be ${exactUsd(listCostPico)}.`}
        {costPico !== null && costPico !== priced.costPico ? " The provider reported its own amount, and that is what counts." : ""}
      </p>
    </>
  );
}
