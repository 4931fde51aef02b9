import type { DatedPrice } from "@/lib/catalog/catalog";
import type { CallFacts } from "@/lib/core/call-facts";
import type { Plan } from "@/lib/core/plan";
import type { ChatRequest } from "@/lib/wire/chat-request";
import type { Caller } from "./authenticate";
import type { Route } from "./resolve";
import type { Reserve } from "./reserve";
import type { Owner } from "./routing-state";

/** One client request while it is being served: all that its nine steps know in common. */
export type Call = {
  id: string;
  /** Milliseconds since the epoch, for the record and for the prices in force. */
  startedAtMs: number;
  /** On the monotonic clock, for durations. */
  startedAt: number;
  /** How long the client took to send its body. */
  uploadMs: number;
  caller: Caller;
  owner: Owner;
  request: ChatRequest;
  route: Route;
  facts: CallFacts;
  /** The call's total time: the profile's, or less where the request says so. */
  totalMs: number;
  plan: Plan;
  /** Of the budgets that apply to it; null where none does. */
  reserve: Reserve | null;
  /** The price of an endpoint in force when the call began; null when it has none. */
  priceOf(endpointId: string): Pick<DatedPrice, "id" | "kind" | "price"> | null;
  /** What the endpoint's provider asked of everybody then; null when nobody said. */
  listPriceOf(endpointId: string): Pick<DatedPrice, "id" | "price"> | null;
};
