import type { Price } from "@/lib/core/price";
import { describeClassPrices } from "./describe-price";

type PriceNowProps = {
  /** null is unknown. */
  list: { price: Price; since: string } | null;
  /** null where nothing is agreed for now. */
  agreed: { price: Price; since: string; until: string | null } | null;
};

/** What calls are charged now, and beside an agreed price what the list asks. */
export function PriceNow({ list, agreed }: PriceNowProps) {
  return (
    <dl className="mb-3 grid gap-x-8 gap-y-3 text-body sm:grid-cols-2">
      <div>
        <dt className="text-table text-muted">List price{agreed ? ", not charged now" : ""}</dt>
        <dd className={agreed ? "text-muted" : "font-medium text-ink"}>
          {list ? describeClassPrices(list.price.base) : "Unknown"}
          {list ? <span className="block text-caption font-normal text-subtle">Since {list.since}</span> : null}
        </dd>
      </div>
      <div>
        <dt className="text-table text-muted">Agreed price{agreed ? ", charged now" : ""}</dt>
        <dd className={agreed ? "font-medium text-ink" : "text-muted"}>
          {agreed ? describeClassPrices(agreed.price.base) : "None now"}
          {agreed ? <span className="block text-caption font-normal text-subtle">Since {agreed.since}, {agreed.until === null ? "without an end" : `until ${agreed.until}`}</span> : null}
        </dd>
      </div>
    </dl>
  );
}
