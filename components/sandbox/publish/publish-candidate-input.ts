import type { ScenarioInputs } from "@/lib/sandbox/inputs";
import type { PublishInput } from "../../profiles/editor-actions";

/** A candidate as a draft, and the scenario that it was judged by. */
export type PublishCandidateInput = PublishInput & { inputs: ScenarioInputs };
