/** What the editor shows of an endpoint, and warns by. */
export type EndpointFacts = {
  /** `provider/model` */
  name: string;
  provider: string;
  model: string;
  failureDomain: string;
  contextTokens: number | null;
  parameters: readonly string[] | null;
  inputs: readonly string[] | null;
  /** "$0.59 in, $0.79 out per 1M tokens, since 12 Oct 2026"; null where nobody knows it. */
  price: string | null;
  /** "99.1% of 1,234 attempts" */
  success: string;
  /** "1.20 s" */
  p95: string;
};
