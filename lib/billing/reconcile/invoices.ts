import { isMonth, type Month, monthRange } from "@/lib/core/month";
import { formatUsdExact } from "@/lib/core/money";
import { recordChange, newId } from "@/lib/accounts/audit";
import { type Member, requirePermission, writerOf } from "@/lib/accounts/member";
import { changeOf, removalOf } from "@/lib/core/change";
import type { Db, Transaction } from "@/lib/db";
import { type InvoiceForm, type InvoiceLine, packLines, unpackLines } from "./invoice-line";
import { parseInvoice } from "./parse-invoice";
import { InvoiceError } from "./read-cells";

export type NewInvoice = { month: Month; provider: string; form: InvoiceForm; text: string; number: string };

export type StoredInvoice = {
  id: string;
  provider: string;
  form: InvoiceForm;
  /** null where the export tells tokens alone. */
  totalPico: bigint | null;
  lines: InvoiceLine[];
  number: string;
  createdAt: Date;
  acceptedAt: Date | null;
  note: string;
};

const MAX_NUMBER_CHARS = 100;
const MAX_NOTE_CHARS = 1_000;

/**
 * Keeps what a provider says of a month. The newest of a provider counts: an older one stays until it is deleted.
 * @returns its id
 * @throws NotAllowedError, InvoiceError
 */
export async function addInvoice(db: Db, member: Member, { month, provider, form, text, number }: NewInvoice): Promise<string> {
  requirePermission(member, "reconcile months");
  if (!isMonth(month)) throw new InvoiceError("There is no such month");
  if (number.length > MAX_NUMBER_CHARS) throw new InvoiceError(`The invoice's number has more than ${MAX_NUMBER_CHARS} characters`);
  const { teamId, userId } = member;
  const { totalPico, lines } = parseInvoice(form, text, month);
  const id = newId();
  await db.$transaction(async (tx) => {
    if (!(await tx.provider.findUnique({ where: { teamId_slug: { teamId, slug: provider } }, select: { id: true } }))) throw new InvoiceError(`There is no provider ${provider}`);
    await tx.invoice.create({ data: { teamId, id, month, provider, form, number, totalPico: String(totalPico ?? 0n), lines: packLines(lines), createdBy: userId } });
    const values = { form, number, total: totalPico === null ? null : formatUsdExact(totalPico), lines: lines.length };
    await recordChange(tx, writerOf(member), changeOf("invoice", `${provider} ${month}`, null, values));
  });
  return id;
}

/** Says that the difference is understood, and why. @throws NotAllowedError, InvoiceError */
export async function acceptInvoice(db: Db, member: Member, { id, note, now }: { id: string; note: string; now: Date }): Promise<void> {
  requirePermission(member, "reconcile months");
  if (note.length > MAX_NOTE_CHARS) throw new InvoiceError(`The note has more than ${MAX_NOTE_CHARS} characters`);
  const { teamId, userId } = member;
  await db.$transaction(async (tx) => {
    const invoice = await getInvoice(tx, teamId, id);
    await tx.invoice.update({ where: { teamId_id: { teamId, id } }, data: { acceptedAt: now, acceptedBy: userId, note } });
    const former = { accepted: invoice.acceptedAt !== null, note: invoice.note };
    await recordChange(tx, writerOf(member), changeOf("invoice", `${invoice.provider} ${invoice.month}`, former, { accepted: true, note }));
  });
}

/** Takes a wrong one away; the audit log keeps what it said. @throws NotAllowedError, InvoiceError */
export async function removeInvoice(db: Db, member: Member, id: string): Promise<void> {
  requirePermission(member, "reconcile months");
  const { teamId } = member;
  await db.$transaction(async (tx) => {
    const { provider, month, form, number, totalPico, acceptedAt } = await getInvoice(tx, teamId, id);
    await tx.invoice.delete({ where: { teamId_id: { teamId, id } } });
    const values = { form, number, total: formatUsdExact(BigInt(totalPico.toFixed())), accepted: acceptedAt !== null };
    await recordChange(tx, writerOf(member), removalOf("invoice", `${provider} ${month}`, values));
  });
}

async function getInvoice(tx: Transaction, teamId: string, id: string) {
  const invoice = await tx.invoice.findUnique({ where: { teamId_id: { teamId, id } } });
  if (!invoice) throw new InvoiceError("There is no such invoice any more");
  return invoice;
}

/** All of a month, the newest of a provider first. */
export async function listInvoices(db: Db, teamId: string, month: Month): Promise<StoredInvoice[]> {
  const rows = await db.invoice.findMany({ where: { teamId, month }, orderBy: [{ provider: "asc" }, { createdAt: "desc" }, { id: "desc" }] });
  return rows.map(({ id, provider, form, totalPico, lines, number, createdAt, acceptedAt, note }) => {
    const read = unpackLines(lines);
    const isTold = form === "total" || read.some(({ amountPico }) => amountPico !== null);
    return { id, provider, form: form as InvoiceForm, totalPico: isTold ? BigInt(totalPico.toFixed()) : null, lines: read, number, createdAt, acceptedAt, note };
  });
}

export type InvoiceState = { provider: string; state: "missing" | "uploaded" | "accepted"; invoiceId: string | null };

/** How the invoices of a month stand, by provider: of those that were called in it, and those that an invoice is of. */
export async function listInvoiceStates(db: Db, teamId: string, month: Month): Promise<InvoiceState[]> {
  const { from, to } = monthRange(month, "UTC");
  const called = await db.$queryRaw<{ provider: string }[]>`
    SELECT DISTINCT split_part(endpoint, '/', 1) AS provider FROM attempt_rollup_days
    WHERE team_id = ${teamId}::uuid AND bucket >= ${from} AND bucket < ${to}
      AND (cost_pico > 0 OR basis = 'unknown')`;
  const invoices = await db.invoice.findMany({ where: { teamId, month }, orderBy: [{ createdAt: "asc" }, { id: "asc" }], select: { id: true, provider: true, acceptedAt: true } });
  const providers = [...new Set([...called, ...invoices].map(({ provider }) => provider))].sort();
  return providers.map((provider) => {
    const newest = invoices.findLast((invoice) => invoice.provider === provider);
    return { provider, state: !newest ? "missing" : newest.acceptedAt === null ? "uploaded" : "accepted", invoiceId: newest?.id ?? null };
  });
}
