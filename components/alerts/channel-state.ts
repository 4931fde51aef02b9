import type { FormState } from "../form/form-state";

/** The key that signs a webhook's messages is in the answer and nowhere else; Slack needs none. */
export type ChannelState = FormState<"name" | "kind" | "url"> & { created?: { name: string; secret: string | null } };
