/** Where a value comes from. */
export type Source =
  /** So many recorded calls or attempts in the background's range. */
  | { kind: "ledger"; what: "calls" | "attempts"; count: number }
  | { kind: "catalogue" }
  /** Status pages of large providers, 2021 to 2024. */
  | { kind: "status-pages" }
  | { kind: "typed" }
  /** Nobody said and nothing was recorded. */
  | { kind: "assumed" };

/** One value that a result rests on. */
export type Assumption = {
  /** Where it stands among the inputs, such as `traffic.callsPerMinute` or `endpoints.groq/llama.success`. */
  path: string;
  /** What it is called. */
  label: string;
  /** In words, with its unit. */
  value: string;
  source: Source;
  /** Fewer attempts than a verdict asks for. */
  isThin: boolean;
};
