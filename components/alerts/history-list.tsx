import { formatTime } from "../times";
import type { FormAction, FormState } from "../form/form-state";
import { ActButton } from "../form/act-button";
import { type Delivery, describeDelivery } from "./describe-delivery";

type Alert = { id: string; rule: string; title: string; beganAt: Date; endedAt: Date | null; deliveries: readonly Delivery[] };

type HistoryProps = { zone: string; mayRetry: boolean; retryMessage: FormAction<FormState<never>> };

/** Alerts, open or over, and under each what was told to whom. */
export function AlertHistory({ alerts, ...rest }: HistoryProps & { alerts: readonly Alert[] }) {
  return (
    <ul className="-mx-4 -mb-4 divide-y divide-line border-t border-line">
      {alerts.map(({ id, rule, title, beganAt, endedAt, deliveries }) => (
        <li key={id} className="px-4 py-3">
          <p className="text-body font-medium text-ink">{title}</p>
          <p className="text-caption text-subtle">
            {rule}. {formatTime(beganAt, "minute", rest.zone)} to {endedAt === null ? "now" : formatTime(endedAt, "minute", rest.zone)}
          </p>
          {deliveries.length === 0 ? <p className="mt-1 text-table text-muted">Nobody was told.</p> : <Deliveries deliveries={deliveries} {...rest} />}
        </li>
      ))}
    </ul>
  );
}

/** Messages that are about no alert: reports and tests. */
export function OtherMessages({ deliveries, ...rest }: HistoryProps & { deliveries: readonly Delivery[] }) {
  return (
    <ul className="-mx-4 -mb-4 divide-y divide-line border-t border-line">
      {deliveries.map((delivery) => (
        <li key={delivery.id} className="px-4 py-3">
          <p className="text-body font-medium text-ink">{delivery.subject}</p>
          <Deliveries deliveries={[delivery]} {...rest} />
        </li>
      ))}
    </ul>
  );
}

function Deliveries({ deliveries, zone, mayRetry, retryMessage }: HistoryProps & { deliveries: readonly Delivery[] }) {
  return (
    <ul className="mt-1 grid gap-1">
      {deliveries.map((delivery) => {
        const { text, isBad } = describeDelivery(delivery, zone);
        return (
          <li key={delivery.id} className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1 text-table">
            <span className={`min-w-0 break-words ${isBad ? "text-danger" : "text-muted"}`}>{text}</span>
            {mayRetry && delivery.state === "given up" && delivery.kind !== "test" ? (
              <ActButton label="Try again" name={`Try again to tell ${delivery.receiver ?? "the receiver"} of ${delivery.subject}`} busyLabel="…" action={retryMessage} values={{ id: delivery.id }} isSmall />
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}
