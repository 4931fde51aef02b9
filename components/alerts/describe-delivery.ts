import { plural } from "../counts";
import { formatTime } from "../times";

export type Delivery = {
  id: string;
  kind: string;
  subject: string;
  receiver: string | null;
  state: "sent" | "waiting" | "given up";
  attempts: number;
  problem: string;
  createdAt: Date;
  sentAt: Date | null;
  nextAt: Date | null;
};

const WHAT: Record<string, string | undefined> = { recovery: "That it is over: to", test: "Test to", report: "Report to" };

/** What became of a message, in a sentence; `isBad` where it has not arrived and will not. */
export function describeDelivery({ kind, receiver, state, attempts, problem, sentAt, nextAt }: Delivery, zone: string): { text: string; isBad: boolean } {
  const to = `${WHAT[kind] ?? "To"} ${receiver ?? "somebody who is no user any more"}`;
  if (state === "sent") return { text: `${to}: sent ${sentAt === null ? "" : formatTime(sentAt, "second", zone)}${attempts > 1 ? `, at attempt ${attempts}` : ""}.`, isBad: false };
  if (state === "given up") return { text: `${to}: not delivered${attempts > 1 ? ` in ${plural(attempts, "attempt")}` : ""}, ${problem}.`, isBad: true };
  if (problem === "") return { text: `${to}: is sent within seconds.`, isBad: false };
  return { text: `${to}: ${plural(attempts, "attempt")} failed, ${problem}. Tried again ${nextAt === null ? "soon" : formatTime(nextAt, "second", zone)}.`, isBad: false };
}
