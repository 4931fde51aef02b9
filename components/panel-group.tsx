import { type ReactNode, Suspense } from "react";
import { PanelWaiting } from "./panel-waiting";

type PanelGroupProps = {
  /** Those that stand there while the group is read. */
  waiting: readonly { title: string; className: string }[];
  /** Panels, those that read something each in a PanelBoundary. */
  children: ReactNode;
};

/**
 * Panels that come at once. For a list with something to press or to fill in below it: were the list to come later, it
 * would push that away from under somebody's pointer.
 */
export function PanelGroup({ waiting, children }: PanelGroupProps) {
  return <Suspense fallback={waiting.map((place, index) => <PanelWaiting key={index} {...place} />)}>{children}</Suspense>;
}
