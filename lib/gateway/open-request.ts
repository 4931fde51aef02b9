import type { IncomingMessage, ServerResponse } from "node:http";
import { Cancellation } from "@/lib/upstream/cancellation";

/** A request of the raw mount until its answer is out, or nobody is left to take it. */
export class OpenRequest {
  /** When the client leaves, and when we end the call ourselves. */
  readonly cancellation = new Cancellation();
  private isOver = false;
  private readonly listeners: (() => void)[] = [];

  /** @param places where it is listed as long as it is open */
  constructor(
    readonly request: IncomingMessage,
    readonly response: ServerResponse,
    private readonly places: readonly (Set<OpenRequest> | undefined)[],
  ) {
    for (const place of places) place?.add(this);
    response.on("error", () => undefined);
    response.on("close", () => {
      this.close();
    });
  }

  /** Told once, at once when it is over already. */
  whenOver(listener: () => void): void {
    if (this.isOver) listener();
    else this.listeners.push(listener);
  }

  /** Its connection is gone, or its answer is out. Once; further times change nothing. */
  close(): void {
    if (this.isOver) return;
    this.isOver = true;
    for (const place of this.places) place?.delete(this);
    for (const listener of this.listeners) listener();
    if (this.response.writableFinished) return;
    this.response.destroy();
    this.cancellation.cancel();
  }
}
