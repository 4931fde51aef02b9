import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { Notice } from "@/components/notice";
import { PageHeader } from "@/components/page-header";
import { Panel } from "@/components/panel";
import { PanelBoundary } from "@/components/panel-boundary";
import { PanelGroup } from "@/components/panel-group";
import { AcceptInvoice } from "@/components/reports/accept-invoice";
import { InvoiceForm } from "@/components/reports/invoice-form";
import { InvoicePanel } from "@/components/reports/invoice-panel";
import { InvoiceStates } from "@/components/reports/invoice-states";
import { formatTime } from "@/components/times";
import { isAllowed } from "@/lib/accounts/permissions";
import { requireMember } from "@/lib/auth";
import { nameMonth } from "@/lib/billing/month-range";
import { compareInvoice } from "@/lib/billing/reconcile/compare-invoice";
import { listInvoices, listInvoiceStates, type StoredInvoice } from "@/lib/billing/reconcile/invoices";
import { listOwnLines } from "@/lib/billing/reconcile/own-lines";
import { MAX_INVOICE_CHARS } from "@/lib/billing/reconcile/parse-invoice";
import { isMonth, monthOf } from "@/lib/core/month";
import { getDb } from "@/lib/db";
import { listProviders } from "@/lib/reports/provider-list";
import { withTimeLimit } from "@/lib/reports/time-limit";
import { deleteInvoice, submitAcceptance, submitInvoice } from "./actions";

export const metadata: Metadata = { title: "Invoices" };

export default async function InvoicesPage({ params }: { params: Promise<{ month: string }> }) {
  const { member, team } = await requireMember();
  const { month } = await params;
  if (!isMonth(month)) notFound();
  if (month > monthOf(new Date(), "UTC")) return <><PageHeader title={`Invoices of ${nameMonth(month)}`} scope={`${team.name}.`} /><Notice title={`${nameMonth(month)} has not begun yet`}>There is nothing to hold an invoice against before its first day.</Notice></>;
  const { teamId } = member;
  const [invoices, states, providers] = await Promise.all([
    listInvoices(getDb(), teamId, month), listInvoiceStates(getDb(), teamId, month), listProviders(getDb(), teamId),
  ]);
  const mayChange = isAllowed(member.role, "reconcile months");
  /** Two accounts at one provider may go by the same name: then the short name tells them apart. */
  const nameOf = (slug: string) => {
    const name = providers.find((provider) => provider.slug === slug)?.name ?? slug;
    return providers.filter((provider) => provider.name === name).length > 1 ? `${name} (${slug})` : name;
  };
  const missing = new Set(states.filter(({ state }) => state === "missing").map(({ provider }) => provider));
  // Who has none yet is offered first.
  const choices = [...providers].sort((a, b) => Number(missing.has(b.slug)) - Number(missing.has(a.slug)));
  return (
    <>
      <PageHeader title={`Invoices of ${nameMonth(month)}`} scope={<>{team.name}. <Link href={`/reports/${month}`} className="text-brand underline underline-offset-2">The month&apos;s report</Link>. What providers say, held against the ledger&apos;s UTC month.</>} />
      <div className="grid grid-cols-1 gap-4">
        <InvoiceStates states={states.map(({ provider, state }) => ({ name: nameOf(provider), state }))} />
        <PanelGroup waiting={invoices.map(({ provider, number }) => ({ title: `${nameOf(provider)} ${number}`, className: "min-h-60" }))}>
          {invoices.map((invoice) => (
            <PanelBoundary key={invoice.id} title={nameOf(invoice.provider)} className="min-h-60">
              <Compared invoice={invoice} name={nameOf(invoice.provider)} of={{ teamId, month, zone: team.timeZone }} isNewest={states.some(({ invoiceId }) => invoiceId === invoice.id)} mayChange={mayChange} />
            </PanelBoundary>
          ))}
          {mayChange && providers.length > 0 ? (
            <Panel title="Add an invoice" subtitle="A total, or the CSV that the provider exports. It is compared and kept; nothing of it is run.">
              <InvoiceForm save={submitInvoice.bind(null, teamId)} month={month} providers={choices.map(({ slug }) => ({ slug, name: nameOf(slug) }))} maxChars={MAX_INVOICE_CHARS} />
            </Panel>
          ) : null}
        </PanelGroup>
        {mayChange ? null : <p className="text-table text-muted">Your role ({member.role}) lets you read this. An owner or admin adds and accepts invoices.</p>}
      </div>
    </>
  );
}

type ComparedProps = { invoice: StoredInvoice; name: string; of: { teamId: string; month: string; zone: string }; isNewest: boolean; mayChange: boolean };

const FORMS = { total: "a total", openai: "OpenAI's export", anthropic: "Anthropic's export", openrouter: "OpenRouter's activity", generic: "a CSV" };

async function Compared({ invoice, name, of: { teamId, month, zone }, isNewest, mayChange }: ComparedProps) {
  const { id, provider, form, number, createdAt, acceptedAt, note, lines: theirs, totalPico } = invoice;
  const ours = await withTimeLimit(listOwnLines(getDb(), teamId, provider, month));
  const { total, byModel, byDay, byClass } = compareInvoice({ ...ours, theirs, totalPico, isOtherZone: zone !== "UTC" });
  const state = acceptedAt ? `Accepted ${formatTime(acceptedAt, "minute", zone)}` : isNewest ? "Not accepted yet" : "A newer one counts in its place";
  return (
    <InvoicePanel
      title={number === "" ? name : `${name}, ${number}`}
      subtitle={`${state}. From ${FORMS[form]}, added ${formatTime(createdAt, "minute", zone)}.`}
      total={{ ...total, name: month }}
      tables={[{ of: "Model", rows: byModel }, { of: "Day", rows: byDay }, { of: "Token class", rows: byClass }]}
      note={note}
    >
      {mayChange ? <AcceptInvoice id={id} provider={name} note={note} accept={submitAcceptance.bind(null, teamId)} remove={deleteInvoice.bind(null, teamId)} /> : null}
    </InvoicePanel>
  );
}
