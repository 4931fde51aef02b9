import { randomFillSync } from "node:crypto";
import { uuidv7, UUID_RANDOM_BYTES } from "@/lib/core/uuidv7";

// One fill serves many ids: a system call for each would be most of an id's cost.
const pool = new Uint8Array(UUID_RANDOM_BYTES * 256);
let used = pool.length;

/** A new UUIDv7 of this moment, for a call or an attempt. */
export function newId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const id = uuidv7(Date.now(), pool, used);
  used += UUID_RANDOM_BYTES;
  return id;
}
