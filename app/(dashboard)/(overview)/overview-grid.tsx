import { Suspense } from "react";
import { PanelSlot } from "@/components/panel-slot";
import { Skeleton } from "@/components/skeleton";
import type { Ask } from "./ask";
import { Bridge, ChangeOfWarc, ProfilesSideBySide, Tiers, TrendOfWarc, WhatChanged } from "./detail-panels";
import { AvailabilityCard, CostCard, Coverage, SavingsCard, WarcCard, WasteCard } from "./figure-panels";

const CARD = "min-h-40";
const WARC = "min-h-126 sm:min-h-88 xl:col-span-6";
const TREND = "min-h-96 xl:col-span-8";
const CHANGE = "min-h-96 xl:col-span-4";
const FACTS = "min-h-84 xl:col-span-8";
const TABLE = "min-h-60 xl:col-span-12";
const TIERS = "min-h-44 xl:col-span-12";
const BRIDGE = "min-h-72 xl:col-span-4";

/** What it cost, at a glance; how and why it changed; and who was asked. Each panel reads for itself. */
export function OverviewGrid({ ask }: { ask: Ask }) {
  return (
    <>
      <Suspense fallback={<Skeleton className="mb-4 h-19.5 sm:h-9" />}><Coverage ask={ask} /></Suspense>
      <div className="grid grid-cols-1 gap-4 xl:grid-cols-12">
        <PanelSlot title="WARC" className={WARC}><WarcCard ask={ask} className={WARC} /></PanelSlot>
        <div className="grid grid-cols-1 gap-4 sm:grid-cols-2 xl:col-span-6">
          <PanelSlot title="Cost" className={CARD}><CostCard ask={ask} /></PanelSlot>
          <PanelSlot title="Savings" className={CARD}><SavingsCard ask={ask} /></PanelSlot>
          <PanelSlot title="Waste" className={CARD}><WasteCard ask={ask} /></PanelSlot>
          <PanelSlot title="Availability" className={CARD}><AvailabilityCard ask={ask} /></PanelSlot>
        </div>
        <PanelSlot title="WARC over time" className={TREND}><TrendOfWarc ask={ask} className={TREND} /></PanelSlot>
        <PanelSlot title="Change from last period" className={CHANGE}><ChangeOfWarc ask={ask} className={CHANGE} /></PanelSlot>
        <PanelSlot title="What changed" className={FACTS}><WhatChanged ask={ask} className={FACTS} /></PanelSlot>
        <PanelSlot title="From primary to effective cost" className={BRIDGE}><Bridge ask={ask} className={BRIDGE} /></PanelSlot>
        {ask.view.profile === null ? (
          <PanelSlot title="Profiles" className={TABLE}><ProfilesSideBySide ask={ask} className={TABLE} /></PanelSlot>
        ) : null}
        <PanelSlot title="Tiers" className={TIERS}><Tiers ask={ask} className={TIERS} /></PanelSlot>
      </div>
    </>
  );
}
