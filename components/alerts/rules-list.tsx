import { ChevronIcon } from "../icons";
import { plural } from "../counts";
import { RuleForm, type RuleFormProps } from "./rule-form";

export type RuleRow = Omit<RuleFormProps, "changeRule"> & { about: string };

type RulesListProps = { rules: readonly RuleRow[]; mayManage: boolean; changeRule: RuleFormProps["changeRule"] };

/** Each rule in a line that says when it alerts and whom it tells; its form is behind it. */
export function RulesList({ rules, mayManage, changeRule }: RulesListProps) {
  return (
    <ul className="-mx-4 -mb-4 divide-y divide-line border-t border-line">
      {rules.map(({ about, ...rule }) => (
        <li key={rule.id}>
          <details className="group px-4">
            <summary aria-label={mayManage ? `Change ${rule.title}` : rule.title} className="flex cursor-pointer list-none items-start gap-3 rounded py-3 [&::-webkit-details-marker]:hidden">
              <ChevronIcon className="mt-0.5 size-4 shrink-0 -rotate-90 text-subtle group-open:rotate-0" />
              <span className="min-w-0 flex-1">
                <span className="block text-body font-medium text-ink">{rule.title}</span>
                <span className="block text-table text-muted">{about}</span>
              </span>
              <span className={`shrink-0 text-right text-table ${rule.enabled ? "text-ink" : "text-subtle"}`}>
                {rule.enabled ? "On" : "Off"}
                <span className="block text-caption text-subtle">{tellsWhom(rule)}</span>
              </span>
            </summary>
            {mayManage ? <RuleForm {...rule} changeRule={changeRule} /> : <Bounds fields={rule.fields} />}
          </details>
        </li>
      ))}
    </ul>
  );
}

function tellsWhom({ members, channels }: Pick<RuleRow, "members" | "channels">): string {
  const count = [...members, ...channels].filter(({ isChosen }) => isChosen).length;
  return count === 0 ? "tells nobody" : `tells ${plural(count, "receiver")}`;
}

function Bounds({ fields }: Pick<RuleRow, "fields">) {
  return (
    <dl className="grid gap-1 border-t border-line py-3 text-table">
      {fields.map(({ name, label, unit, value }) => (
        <div key={name} className="flex gap-2"><dt className="text-muted">{label}</dt><dd className="text-ink">{value === "" ? "no bound" : `${value} ${unit}`}</dd></div>
      ))}
    </dl>
  );
}
