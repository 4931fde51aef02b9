import { type ReactNode, Suspense } from "react";
import { PanelBoundary } from "./panel-boundary";
import { PanelWaiting } from "./panel-waiting";

type PanelSlotProps = {
  /** What its panel is called: the waiting and the failed one are called the same. */
  title: string;
  /** Its place in the grid, and the height that the panel will have, so that nothing moves when it comes. */
  className?: string;
  /** An async server component that renders the Panel. */
  children: ReactNode;
};

/** A place for a panel that reads its own figures: it waits, fails and is tried again by itself, and holds up no other. */
export function PanelSlot({ title, className = "", children }: PanelSlotProps) {
  return (
    <PanelBoundary title={title} className={className}>
      <Suspense fallback={<PanelWaiting title={title} className={className} />}>{children}</Suspense>
    </PanelBoundary>
  );
}
