import type { FormAction, FormState } from "../../form/form-state";
import type { PinnedScenario } from "./pinned-scenario";

/** A saved scenario in a list. */
export type SavedScenario = { id: string; name: string; /** Who changed it last. */ by: string; /** When, in words. */ at: string };

export type SaveInput = {
  /** The one that is overwritten; a new one when left out. */
  id?: string;
  name: string;
  shown: PinnedScenario;
};

export type SaveResult = { status: "saved"; id: string } | { status: "refused"; message: string };

/** Text of a file, or why there is none. */
export type WriteResult = { status: "written"; text: string } | { status: "refused"; message: string };

/** What a file shows, or what is wrong with it by the places of its fields. */
export type ReadResult =
  | { status: "read"; shown: PinnedScenario }
  | { status: "refused"; problems: Readonly<Record<string, string>> };

/** What the page does with scenarios; each is bound to the page's team where it changes something. */
export type ScenarioActions = {
  save: (input: SaveInput) => Promise<SaveResult>;
  rename: FormAction<FormState<"name">>;
  remove: FormAction<FormState<never>>;
  write: (shown: PinnedScenario) => Promise<WriteResult>;
  read: (text: string) => Promise<ReadResult>;
};
