/**
 * Models that think before they answer and stream nothing meanwhile, for which "several minutes" are no fault
 * (platform.openai.com/docs/guides/reasoning, docs.x.ai/docs/guides/reasoning), by the families known in November 2026.
 * Others show their thoughts, which count as tokens.
 */
const FAMILIES = /(?:^|\/)(?:o[1-9](?:$|[-:@])|gpt-[5-9]|grok-[4-9])/i;

/** Whether the model is known by its name to reason where nobody sees it. */
export function reasonsUnseen(model: string): boolean {
  return FAMILIES.test(model);
}
