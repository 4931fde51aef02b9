"use client";

import type { RefObject } from "react";
import { ENGINE_VERSION } from "@/lib/sandbox/engine-version";
import { writeState } from "../address";
import { BAR_BUTTON } from "../saved/bar-button";
import { downloadText } from "../saved/download-text";
import { useSandbox } from "../sandbox-context";
import { useScenarioWords } from "../use-scenario-words";
import type { Result } from "../use-result";
import { writeFiguresCsv } from "./write-figures-csv";
import { writePage } from "./write-page";

/** The result as files for others: a page with its charts, and the figures as they are. */
export function ExportResult({ result: { shown, selected }, page }: { result: Result; /** What the page in the file shows. */ page: RefObject<HTMLElement | null> }) {
  const { current, state } = useSandbox();
  const trouble = useScenarioWords();
  const headOf = () => ({
    profile: `${current.slug} version ${current.version ?? "—"}`, trouble: trouble === "" ? "nothing planned" : trouble, seed: state.inputs.seed,
    engine: shown[selected]?.result.engine ?? "", engineVersion: ENGINE_VERSION,
    address: `${window.location.origin}/sandbox?${new URLSearchParams({ profile: current.slug, s: writeState(state) })}`, writtenAt: new Date().toISOString(),
  });
  return (
    <div role="group" aria-label="Export the result" className="flex flex-wrap items-center gap-2 print:hidden">
      <span className="text-table text-muted">Take the result with you</span>
      <button type="button" className={BAR_BUTTON} onClick={() => { if (page.current) downloadText(writePage(page.current, headOf()), `${current.slug}-sandbox.html`, "text/html"); }}>HTML page</button>
      <button type="button" className={BAR_BUTTON} onClick={() => { downloadText(writeFiguresCsv(headOf(), shown), `${current.slug}-sandbox.csv`, "text/csv"); }}>CSV of figures</button>
    </div>
  );
}
