import type { KeyFigures } from "../key-figures";
import type { ExportColumn } from "./export-format";

/** An API key with what it did in the range; everything but the key itself. */
export type KeyExportRow = KeyFigures & {
  id: string;
  keyId: string;
  last4: string;
  name: string;
  ownerEmail: string;
  createdAt: Date;
  expiresAt: Date | null;
  revokedAt: Date | null;
  /** The UTC day of its last call. */
  lastUsed: Date | null;
};

/** The keys as the page lists them. `id` is the one that exported calls name. */
export const KEY_COLUMNS: readonly ExportColumn<KeyExportRow>[] = [
  { name: "id", value: (row) => row.id },
  { name: "name", value: (row) => row.name },
  { name: "key", value: (row) => `${row.keyId}…${row.last4}` },
  { name: "owner", value: (row) => row.ownerEmail },
  { name: "created_at", value: (row) => row.createdAt },
  { name: "expires_at", value: (row) => row.expiresAt },
  { name: "revoked_at", value: (row) => row.revokedAt },
  { name: "last_used_day", value: (row) => row.lastUsed && row.lastUsed.toISOString().slice(0, 10) },
  { name: "calls", value: (row) => row.calls },
  // Empty once any attempt's cost is unknown; what is known of it stands beside it.
  { name: "cost_usd", value: (row) => (row.unknownAttempts > 0 ? null : row.costPico) },
  { name: "known_cost_usd", value: (row) => row.costPico },
  { name: "unknown_attempts", value: (row) => row.unknownAttempts },
];
