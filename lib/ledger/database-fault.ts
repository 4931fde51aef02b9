/**
 * Whether Postgres refused what it was given (`data`: the same again is refused again) or could not work just now
 * (`passing`: connection, shutdown, resources, deadlock, or anything else that is not about the data).
 */
export type DatabaseFault = "data" | "passing";

/** SQLSTATE classes (PostgreSQL, appendix A): data exception, integrity violation, program limit exceeded. */
const DATA_CLASSES = ["22", "23", "54"];
const UNIQUE_VIOLATION = "23505";

export function classifyDatabaseFault(error: unknown): DatabaseFault {
  const sqlState = findSqlState(error);
  return sqlState !== null && DATA_CLASSES.includes(sqlState.slice(0, 2)) ? "data" : "passing";
}

/** Whether a row was there already. */
export function isDuplicate(error: unknown): boolean {
  return findSqlState(error) === UNIQUE_VIOLATION;
}

/** The driver gives the server's code; Prisma wraps the error of the database in that of its adapter in its own. */
function findSqlState(error: unknown): string | null {
  const wrapped = read(read(read(read(error, "meta"), "driverAdapterError"), "cause"), "originalCode");
  const code = wrapped ?? (read(error, "severity") === undefined ? undefined : read(error, "code"));
  return typeof code === "string" ? code : null;
}

function read(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

/** One line for the log. Prisma's own message begins with the code that called it, and the driver's lacks the server's code. */
export function describeDatabaseFault(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const line = text.replace(/^\s*Invalid `[^`]*` invocation:?/, "").replace(/\s+/g, " ").trim();
  const sqlState = findSqlState(error);
  return sqlState === null || line.includes(sqlState) ? line : `${sqlState}: ${line}`;
}
