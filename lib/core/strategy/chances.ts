import type { Chances } from "../outlook";

/**
 * What an endpoint is taken to be before anything was seen, in attempts: healthy. 2% fall back, about the share of
 * minutes in which large providers report an incident (2.2% and 0.85% of 2023-07 to 2024-08, arXiv 2501.12469); 0.5%
 * end the call, an assumption. It weighs as much as ten attempts: one failure is no verdict (11%), three in a row are a
 * warning (25%), and ten outweigh it, while the hundreds of a busy endpoint speak for themselves.
 */
const HEALTHY: Chances = { served: 9.75, fellBack: 0.2, ended: 0.05 };

/**
 * The chances that the next attempt is served, falls back or ends the call: the means of a Dirichlet posterior with
 * HEALTHY as its prior. Each above 0 and below 1, together 1.
 */
export function smoothChances(chances: Chances): Chances {
  const served = chances.served + HEALTHY.served;
  const fellBack = chances.fellBack + HEALTHY.fellBack;
  const ended = chances.ended + HEALTHY.ended;
  const attempts = served + fellBack + ended;
  return { served: served / attempts, fellBack: fellBack / attempts, ended: ended / attempts };
}
