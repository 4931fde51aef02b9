import type { ProcessStatus } from "@/lib/gateway/process-status";

/** What a process tells whoever started it: `npm start`, or the primary of the workers. */
export type Told = { type: "ready"; port: number } | { type: "failed"; message: string } | { type: "status"; status: ProcessStatus };

/** What the primary tells each worker of the others. */
export type Siblings = { type: "siblings"; statuses: ProcessStatus[] };

/** Only our own processes are at the other end. */
export function isMessage<Message extends { type: string }>(message: unknown, type: Message["type"]): message is Message {
  return typeof message === "object" && message !== null && "type" in message && message.type === type;
}
