import type { Source } from "@/lib/sandbox/assumption";
import { plural } from "../../counts";

const DAY_MS = 86_400_000;

/** Where a value comes from, in a few words: "your traffic, 30 d, 48,210 calls". */
export function describeSource(source: Source, { fromMs, toMs }: { fromMs: number; toMs: number }): string {
  switch (source.kind) {
    case "ledger": {
      const days = Math.round((toMs - fromMs) / DAY_MS);
      const span = days >= 1 ? `${days} d` : `${Math.max(1, Math.round((toMs - fromMs) / 3_600_000))} h`;
      return `${source.what === "calls" ? "your traffic" : "your record"}, ${span}, ${plural(source.count, source.what.slice(0, -1))}`;
    }
    case "catalogue":
      return "your catalogue";
    case "status-pages":
      return "status pages 2021-24";
    case "typed":
      return "you typed";
    case "assumed":
      return "assumed";
  }
}
