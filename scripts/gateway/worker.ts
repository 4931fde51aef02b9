import type { Gateway } from "@/lib/gateway/gateway";
import { isMessage, type Siblings, type Told } from "./messages";

const TELL_MS = 500;

/** Tells the primary how this worker is, and hears from it how the others are. */
export function keepInTouch(gateway: Gateway): void {
  process.on("message", (message: unknown) => {
    if (isMessage<Siblings>(message, "siblings")) gateway.siblings = message.statuses;
  });
  const tell = () => {
    const told: Told = { type: "status", status: gateway.status() };
    if (process.connected) process.send?.(told, () => undefined);
  };
  tell();
  setInterval(tell, TELL_MS).unref();
}

/** Node ends a worker at once when its primary is gone. Calls under way deserve better: the process stops as on a signal. */
export function outlivePrimary(): void {
  process.removeAllListeners("disconnect");
}
