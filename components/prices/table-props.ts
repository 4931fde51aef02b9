import type { Price } from "@/lib/core/price";
import type { Ratio } from "@/lib/core/ratio";

type Dated = { id: string; kind: "list" | "negotiated"; validFrom: Date; validUntil: Date | null; source: string; price: Price };

export type PriceTableEndpoint = {
  id: string;
  name: string;
  model: string;
  providerId: string;
  provider: string;
  quantization: string | null;
  contextTokens: number | null;
  inForce: Dated | null;
  confirmed: { at: Date; feed: string } | null;
  isOld: boolean;
  coming: readonly { from: Date; price: Dated | null }[];
  mixCost: Ratio | null;
  use: { attempts: number; served: number } | null;
  latency: { firstTokenMs: { p50: number | null }; totalMs: { p50: number | null } } | null;
  speed: { tokensPerSecond: number; isAtLeast: boolean } | null;
  move: { perMillion: Ratio; perMonth: Ratio } | null;
};

export type PriceTableWeights = {
  key: string;
  model: string;
  precision: string | null;
  endpoints: readonly PriceTableEndpoint[];
  hosts: number;
  floor: PriceTableEndpoint | null;
  current: PriceTableEndpoint | null;
};

export type PriceTableProps = {
  weights: readonly PriceTableWeights[];
  zone: string;
  now: Date;
  /** Days after which a price counts as old. */
  oldDays: number;
  mayChange: boolean;
  /** The calls that an endpoint's success was counted from. */
  callsHref: (endpoint: string) => string;
  historyHref: (key: string) => string;
};
