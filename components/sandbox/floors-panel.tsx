"use client";

import { useMemo } from "react";
import { findPricingFloors } from "@/lib/sandbox/pricing-floors";
import { PricingFloors } from "./result/pricing-floors";
import { useSandbox } from "./sandbox-context";

/** Prices are announced weeks ahead, not years. */
const AHEAD_MS = 90 * 86_400_000;

/** What the models of the selected profile cost where they are cheapest, for the scenario's own mix of tokens. */
export function FloorsPanel() {
  const { background, selected, answers: { composed } } = useSandbox();
  const shapes = composed?.scenarios[0]?.traffic.shapes;
  const toMs = background.takenAtMs + AHEAD_MS;
  const floors = useMemo(() => (shapes ? findPricingFloors({
    endpoints: background.endpoints, yours: new Set(selected.tiers.map(({ endpoint }) => endpoint.name)), shapes, nowMs: background.takenAtMs, toMs,
  }) : []), [background, selected, shapes, toMs]);
  return shapes ? <PricingFloors floors={floors} toMs={toMs} zone="UTC" /> : null;
}
