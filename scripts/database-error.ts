/** What to do about a database's error, by PostgreSQL's SQLSTATE or Node's code. */
const REMEDIES: Record<string, string> = {
  "28P01": "Correct the user and password in DATABASE_URL",
  "28000": "Correct the user in DATABASE_URL, or let it in (pg_hba.conf)",
  "3D000": "Create that database, or name another in DATABASE_URL",
  "42501": "Give the user of DATABASE_URL the right to create tables",
  "53300": "Free some connections, or raise max_connections",
  ECONNREFUSED: "Start that PostgreSQL, or correct DATABASE_URL",
  ENOTFOUND: "Correct the host in DATABASE_URL",
};

/** One line on what is wrong between us and the database: what happened, why, what to do. Never holds the password. */
export function describeDatabaseError(error: unknown, databaseUrl: string): string {
  const address = new URL(databaseUrl);
  const place = `${address.hostname}:${address.port || "5432"}${address.pathname}`;
  const why = (error instanceof Error ? error.message || findCode(error) : String(error)) ?? "unknown";
  const remedy = REMEDIES[findCode(error) ?? ""] ?? "See the documentation, or the database's log";
  return `The database at ${place} cannot be prepared: ${why.replace(/\s*\n\s*/g, " / ")}. ${remedy}.`;
}

function findCode(error: unknown): string | null {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
}
