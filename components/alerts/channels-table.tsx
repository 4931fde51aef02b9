import { TableBody, TableCell, TableHead, TableHeaderCell, TableRow } from "@tremor/react";
import { ConfirmButton } from "../form/confirm-button";
import type { FormAction, FormState } from "../form/form-state";
import { formatTime } from "../times";
import { WideTable } from "../wide-table";
import { ActButton } from "../form/act-button";

type ChannelsTableProps = {
  channels: readonly { id: string; name: string; kind: string; origin: string; createdAt: Date }[];
  zone: string;
  mayManage: boolean;
  actions: { tryChannel: FormAction<FormState<never>>; endChannel: FormAction<FormState<never>> };
};

const HEAD = "px-3 py-2 font-medium text-muted";
const CELL = "px-3 py-2 whitespace-nowrap";
const KINDS: Record<string, string | undefined> = { webhook: "Webhook", slack: "Slack" };

export function ChannelsTable({ channels, zone, mayManage, actions }: ChannelsTableProps) {
  return (
    <WideTable name="Channels, by name">
      <TableHead>
        <TableRow className="border-b border-line text-caption">
          <TableHeaderCell scope="col" className={`${HEAD} sticky left-0 bg-surface pl-4`}>Channel</TableHeaderCell>
          {["Kind", "Host", "Added"].map((header) => <TableHeaderCell key={header} scope="col" className={HEAD}>{header}</TableHeaderCell>)}
          <TableHeaderCell scope="col" className={`${HEAD} sticky right-0 bg-surface pr-4`}><span className="sr-only">Actions</span></TableHeaderCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {channels.map(({ id, name, kind, origin, createdAt }) => (
          <TableRow key={id} className="border-b border-line text-table last:border-0">
            <TableHeaderCell scope="row" className="sticky left-0 max-w-[40vw] truncate bg-surface py-2 pr-3 pl-4 align-middle font-medium text-ink">{name}</TableHeaderCell>
            <TableCell className={CELL}>{KINDS[kind] ?? kind}</TableCell>
            <TableCell className={CELL}>{origin}</TableCell>
            <TableCell className={CELL}>{formatTime(createdAt, "date", zone)}</TableCell>
            <TableCell className="sticky right-0 bg-surface py-2 pr-4 pl-3 text-right">
              {mayManage ? (
                <div className="flex items-start justify-end gap-2 max-sm:flex-col max-sm:items-end">
                  <ActButton label="Send a test" name={`Send a test to ${name}`} busyLabel="Sending…" action={actions.tryChannel} values={{ id }} isSmall />
                  <ConfirmButton label="Revoke" name={`Revoke ${name}`} title={`Revoke “${name}”?`} confirmLabel="Revoke channel" busyLabel="Revoking…" cancelLabel="Keep it" action={actions.endChannel} values={{ id }}>
                    <p>Nothing more is sent there, and what still waits for it is given up. It cannot be undone; the history stays.</p>
                  </ConfirmButton>
                </div>
              ) : null}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </WideTable>
  );
}
