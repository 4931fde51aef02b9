import type { Price, PriceTerms } from "@/lib/core/price";
import type { Endpoint, Profile } from "@/lib/core/profile";
import type { Dialect } from "@/prisma/generated/enums";

/** Who serves models, as the gateway needs it. Its credential is loaded apart, see `lib/accounts/credentials.ts`. */
export type Provider = {
  id: string;
  slug: string;
  name: string;
  dialect: Dialect;
  /** Without a slash at its end. */
  baseUrl: string;
  /** Whether it may lead to loopback and private addresses. */
  privateAllowed: boolean;
};

/** A price and when it is in force, from quarter-hour to quarter-hour. */
export type DatedPrice = PriceTerms & { id: string; validFrom: Date; validUntil: Date | null; price: Price };

/** All that routes and prices the calls of one team, in memory. Maps, since names come from outside. */
export type TeamCatalog = {
  id: string;
  slug: string;
  name: string;
  /** Holds demonstration data, and no others. */
  demo: boolean;
  /** By slug. */
  providers: Map<string, Provider>;
  /** By `provider/model`. */
  endpoints: Map<string, Endpoint>;
  endpointsById: Map<string, Endpoint>;
  /** By model, each list by name. */
  byModel: Map<string, Endpoint[]>;
  /** From the other spelling to the model. */
  aliases: Map<string, string>;
  /** By the endpoint's id, of both kinds, earliest first. Absent where there is no price: its cost is unknown. */
  prices: Map<string, DatedPrice[]>;
  /** By slug, each in its current version. */
  profiles: Map<string, Profile>;
  /** Why a profile is not among them although it is published, by slug. */
  unreadable: Map<string, string>;
};
