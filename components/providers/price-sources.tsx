import { simplifyPrice } from "@/lib/core/price-row";
import type { Price } from "@/lib/core/price";
import { describeClassPrices, describeSteps } from "./describe-price";

type Source = { name: string; asOf: string };
export type KnownPrice = { price: Price; sources: readonly Source[]; note: string };

type PriceSourcesProps = {
  /** What the catalogue says of this endpoint; the first is the one that set-up uses. */
  known: readonly KnownPrice[];
  /** The list price in force here; null for none. */
  own: Price | null;
};

/** What the catalogue's sources say of a price, and whether they, and what is charged here, agree. */
export function PriceSources({ known, own }: PriceSourcesProps) {
  const [first, ...others] = known;
  if (!first) return null;
  return (
    <div className="text-table">
      <p className={others.length > 0 || isUnlike(own, first.price) ? "text-warning" : "text-muted"}>{summarise(first, others.length, own)}</p>
      <dl className="mt-2 grid gap-x-4 gap-y-1 sm:grid-cols-[auto_1fr]">
        {known.map(({ price, sources, note }) => (
          <div key={sources[0]?.name} className="contents">
            <dt className="text-muted">{sources.map(({ name, asOf }) => `${name}, ${asOf}`).join(" and ")}</dt>
            <dd className="min-w-0 break-words text-ink">
              {[describeClassPrices(price.base), ...describeSteps(price), ...(note === "" ? [] : [note])].map((line) => <span key={line} className="block">{line}</span>)}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function summarise({ price }: KnownPrice, others: number, own: Price | null): string {
  const known = others > 0 ? "The catalogue's sources disagree about this price. Hold it against the provider's own page." : "What the catalogue says of it.";
  return isUnlike(own, price) ? `${known} It is not the list price here, which may be newer.` : known;
}

function isUnlike(own: Price | null, known: Price): boolean {
  return own !== null && textOf(own) !== textOf(known);
}

function textOf(price: Price): string {
  const simple = simplifyPrice(price);
  return [describeClassPrices(simple.base), ...describeSteps(simple)].join("; ");
}
