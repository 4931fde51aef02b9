import type { PublishInput } from "../../profiles/editor-actions";
import type { SandboxState } from "../state";

/** A candidate as a draft, and what it was predicted from. */
export type PublishCandidateInput = PublishInput & {
  state: SandboxState;
  /** Which of the candidates, from 0. */
  candidate: number;
  /** Of the history that the page was read with, in milliseconds since the epoch. */
  fromMs: number;
  toMs: number;
};
