/**
 * Runs a statement through whichever client, and gives its rows. Its parameters are texts and lists of texts.
 * @param name of a statement that is worth being prepared, where the client can
 */
export type Query = (sql: string, values: readonly (string | string[])[], name?: string) => Promise<Record<string, unknown>[]>;
