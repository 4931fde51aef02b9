import type { Kind } from "../kind";
import { breaker } from "./breaker";
import { budget } from "./budget";
import { credential } from "./credential";
import { ledgerLag } from "./ledger-lag";
import { priceRise } from "./price-rise";
import { tierShare } from "./tier-share";
import { unknownCost } from "./unknown-cost";
import { warc } from "./warc";
import { waste } from "./waste";

/** Everything that a team can be told of: a rule of each, in the order in which a page lists them. */
export const KINDS: readonly Kind[] = [budget, warc, tierShare, waste, priceRise, breaker, credential, ledgerLag, unknownCost];
