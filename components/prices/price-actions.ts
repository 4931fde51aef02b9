/** A host as it is chosen: `provider/model`, its model, and the key of its weights. */
export type Host = { endpoint: string; model: string; weights: string };

/** What becomes of a profile of the cheapest hosts. */
export type CheapestResult = { status: "published"; slug: string } | { status: "refused"; problem: string };

/** @param endpoints `provider/model`, ordered by nothing: the strategy asks their prices at every call */
export type MakeCheapest = (input: { slug: string; endpoints: string[] }) => Promise<CheapestResult>;
