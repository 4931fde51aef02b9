import { Panel } from "../panel";

const FILES = [
  { file: "charges", label: "Charges", text: "One row for each UTC hour, meter, price and all that is not an amount." },
  { file: "exceptions", label: "focus_exceptions.csv", text: "What is left out since its cost is unknown, with an estimate." },
  { file: "metadata", label: "Metadata", text: "Schema, columns with their types, known deviations." },
  { file: "billing-period", label: "Billing periods", text: "One row for each provider, open until the month is closed." },
];

/** The files of an export. Plain links: the answers are files. */
export function FocusFiles({ month, version, className }: { month: string; version: string; className?: string }) {
  return (
    <Panel title={`Files of FOCUS ${version}`} subtitle="Always in UTC, whatever the team's zone." {...(className === undefined ? {} : { className })}>
      <ul className="grid gap-3">
        {FILES.map(({ file, label, text }) => (
          <li key={file} className="text-table">
            <a href={`/api/export/focus?month=${month}&version=${version}&file=${file}`} className="font-medium text-brand underline-offset-2 hover:underline">{label}</a>
            <p className="text-muted">{text}</p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
