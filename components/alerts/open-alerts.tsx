import Link from "next/link";
import { formatTime } from "../times";

type OpenAlertsProps = {
  alerts: readonly { id: string; rule: string; title: string; text: string; path: string; beganAt: Date; clearSince: Date | null }[];
  zone: string;
};

/** What is the matter now, the newest first. */
export function OpenAlerts({ alerts, zone }: OpenAlertsProps) {
  return (
    <ul className="grid gap-3">
      {alerts.map(({ id, rule, title, text, path, beganAt, clearSince }) => (
        <li key={id} className="rounded-card border border-warning-line bg-warning-faint p-3">
          <p className="text-body font-semibold text-ink"><Link href={path} className="underline-offset-2 hover:underline">{title}</Link></p>
          <p className="mt-1 text-table text-ink">{text}</p>
          <p className="mt-1 text-caption text-warning">
            {rule}. Since {formatTime(beganAt, "minute", zone)}
            {clearSince === null ? "" : `; not found since ${formatTime(clearSince, "minute", zone)}, and over when that lasts a quarter of an hour`}.
          </p>
        </li>
      ))}
    </ul>
  );
}
