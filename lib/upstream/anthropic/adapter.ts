import type { DialectAdapter } from "../dialect";
import { readFailure } from "./failure";
import { findUnsayable, prepareBody } from "./prepare-body";
import { openReader } from "./reader";
import { readWhole } from "./whole";

/** Anthropic's native Messages API, translated from and to OpenAI's chat completions. */
export const anthropic: DialectAdapter = {
  path: "/messages",
  headers: (credential) => ["anthropic-version", "2023-06-01", ...(credential === null ? [] : ["x-api-key", credential])],
  findUnsayable,
  prepareBody,
  readFailure,
  readWhole,
  openReader,
};
