import type { Job } from "./job";

/** All the work that comes back by itself. Each is done where it is due, in this order. */
export const JOBS: readonly Job[] = [];
