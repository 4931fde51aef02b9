import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { Notice } from "@/components/notice";
import { PageHeader } from "@/components/page-header";
import { PanelSlot } from "@/components/panel-slot";
import { FocusConformancePanel } from "@/components/reports/focus-conformance";
import { FocusExceptionsPanel } from "@/components/reports/focus-exceptions";
import { FocusFiles } from "@/components/reports/focus-files";
import { requireMember } from "@/lib/auth";
import { DEVIATIONS } from "@/lib/billing/focus/deviations";
import { FOCUS_VERSIONS, type FocusVersion, parseFocusVersion } from "@/lib/billing/focus/focus-version";
import { openFocus } from "@/lib/billing/focus/open-focus";
import { type FocusMeasure, measureFocus } from "@/lib/billing/focus/measure-focus";
import { nameMonth } from "@/lib/billing/month-range";
import { isMonth, monthOf } from "@/lib/core/month";
import { getDb } from "@/lib/db";
import { firstValues, type SearchParams } from "@/lib/reports/scope";
import { withTimeLimit } from "@/lib/reports/time-limit";

export const metadata: Metadata = { title: "FOCUS export" };

type FocusPageProps = { params: Promise<{ month: string }>; searchParams: Promise<SearchParams> };

export default async function FocusPage({ params, searchParams }: FocusPageProps) {
  const { member, team } = await requireMember();
  const { month } = await params;
  if (!isMonth(month)) notFound();
  if (month > monthOf(new Date(), "UTC")) return <><PageHeader title={`FOCUS export of ${nameMonth(month)}`} scope={`${team.name}.`} /><Notice title={`${nameMonth(month)} has not begun yet`}>There is nothing to export before its first day.</Notice></>;
  const version = parseFocusVersion(firstValues(await searchParams)["version"]);
  const measured = withTimeLimit(measure(member.teamId, month, version));
  // Two panels read it, and each of them fails by itself.
  measured.catch(() => undefined);
  const isUtc = team.timeZone === "UTC";
  return (
    <>
      <PageHeader title={`FOCUS export of ${nameMonth(month)}`} scope={<>{team.name}. <Link href={`/reports/${month}`} className="text-brand underline underline-offset-2">The month&apos;s report</Link></>}>
        <nav aria-label="Version of the specification" className="flex">
          {FOCUS_VERSIONS.map((each) => (
            <Link
              key={each}
              href={`/reports/${month}/focus?version=${each}`}
              aria-current={each === version ? "page" : undefined}
              className="inline-flex h-8 items-center border border-line-strong bg-surface px-3 text-table font-medium first:rounded-l last:-ml-px last:rounded-r hover:bg-hover aria-[current=page]:bg-sunken aria-[current=page]:text-ink"
            >
              FOCUS {each}
            </Link>
          ))}
        </nav>
      </PageHeader>
      <p className="mb-4 max-w-prose text-table text-muted">
        FOCUS {version}-shaped, generated from gateway metering; billed cost is estimated until an invoice is matched.
        {isUtc ? null : ` The export is of the UTC month: the report is cut in ${team.timeZone}, so their totals differ by the hours between.`}
      </p>
      <div className="grid grid-cols-1 gap-4 xl:grid-cols-12">
        <FocusFiles month={month} version={version} className="xl:col-span-4" />
        <PanelSlot title="Conformance" className="min-h-80 xl:col-span-8 xl:row-span-2"><Conformance measure={measured} /></PanelSlot>
        <PanelSlot title="Left out" className="min-h-40 xl:col-span-4"><LeftOut measure={measured} /></PanelSlot>
      </div>
    </>
  );
}

async function measure(teamId: string, month: string, version: FocusVersion): Promise<FocusMeasure> {
  const source = await openFocus(getDb(), { teamId, month, now: new Date() });
  if (!source) throw new Error("a month without a version is never missing");
  const began = performance.now();
  return measureFocus(source, version, () => performance.now() - began);
}

async function Conformance({ measure }: { measure: Promise<FocusMeasure> }) {
  const { conformance, cut, contractedPico } = await measure;
  return <FocusConformancePanel conformance={{ ...conformance, cut, contractedPico }} deviations={DEVIATIONS} className="min-h-80 xl:col-span-8 xl:row-span-2" />;
}

async function LeftOut({ measure }: { measure: Promise<FocusMeasure> }) {
  const { exceptions } = await measure;
  return <FocusExceptionsPanel {...exceptions} className="min-h-40 xl:col-span-4" />;
}
