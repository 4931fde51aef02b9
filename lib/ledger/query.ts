/** Runs a statement with its parameters, through whichever client. */
export type Query = (sql: string, values: readonly string[]) => Promise<unknown>;
