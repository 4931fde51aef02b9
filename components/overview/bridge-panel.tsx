import type { MeasuredWarc } from "@/lib/core/measure-warc";
import { Explain } from "../explain";
import { Panel } from "../panel";
import { CostBridge } from "./cost-bridge";
import { prepareBridge } from "./prepare-bridge";
import { MEASURE_WORDS } from "../rates";

/** From the primary cost over WARC to the effective cost. */
export function BridgePanel({ warc, className = "" }: { warc: MeasuredWarc; className?: string }) {
  const bridge = prepareBridge(warc);
  return (
    <Panel
      title="From primary to effective cost"
      subtitle={`${MEASURE_WORDS[warc.measure].unit}; the steps add up`}
      className={className}
      explain={
        <Explain id="explain-bridge" title="From primary to effective cost">
          <p>
            Primary cost + fallback premium = WARC.{" "}
            {warc.measure === "by-calls" ? "WARC weighs every call alike; weighting turns that into a price per token served. " : null}
            Waste, the spend of failed attempts, makes it the effective cost.
          </p>
        </Explain>
      }
    >
      {bridge ? (
        <CostBridge rows={bridge} />
      ) : (
        <p className="text-table text-muted">
          {warc.servedKnown === 0 ? "No served call of known cost in this range." : "A step is unknown: the primary of some calls has no price."}
        </p>
      )}
    </Panel>
  );
}
