import type { StreamEvent } from "./dialect";

/** An event as it goes onto the wire (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
export function encodeEvent({ name, data }: StreamEvent): string {
  return `${name === null ? "" : `event: ${name}\n`}data: ${data}\n\n`;
}
