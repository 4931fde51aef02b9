import { z } from "zod";
import type { StreamEvent } from "./dialect";

/** How a stream is written down: all of it allowed by the standard, little of it met every day. Nothing given is plain. */
export const streamShapeSchema = z.strictObject({
  newline: z.enum(["lf", "cr", "crlf"]).optional(),
  /** Data over several `data:` lines, where it is JSON. */
  multiline: z.boolean().optional(),
  /** A comment before each event. */
  comments: z.boolean().optional(),
  /** Lines `id:` and `retry:` with each event. */
  extras: z.boolean().optional(),
  /** False leaves out the space after a field's colon. */
  space: z.boolean().optional(),
  /** So many more blank lines after each event. */
  blankLines: z.int().min(0).max(1_000_000).optional(),
  bom: z.boolean().optional(),
  /** Bytes of each write; without it an event is one write. */
  splitBytes: z.int().min(1).optional(),
});
export type StreamShape = z.output<typeof streamShapeSchema>;

const NEWLINES = { lf: "\n", cr: "\r", crlf: "\r\n" };

/** The end of a line in a stream of this shape. */
export function newlineOf({ newline = "lf" }: StreamShape): string {
  return NEWLINES[newline];
}

/** A line break is white space between JSON's tokens, so the same value comes out of the joined lines. */
function dataLines(data: string, { multiline }: StreamShape): string[] {
  if (!multiline) return [data];
  try {
    return JSON.stringify(JSON.parse(data), null, 1).split("\n");
  } catch {
    return [data];
  }
}

/** The lines of an event, without the blank one that ends it. */
export function eventLines({ name, data }: StreamEvent, shape: StreamShape): string {
  const colon = shape.space === false ? ":" : ": ";
  const fields = [
    ...(shape.extras ? [["id", "practice"], ["retry", "1000"]] : []),
    ...(name === null ? [] : [["event", name]]),
    ...dataLines(data, shape).map((line) => ["data", line]),
  ];
  const lines = fields.map(([field, value]) => `${field}${colon}${value}`);
  return (shape.comments ? [": practice", ...lines] : lines).join(newlineOf(shape));
}

/** An event as it goes onto the wire (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
export function encodeEvent(event: StreamEvent, shape: StreamShape): string {
  return eventLines(event, shape) + newlineOf(shape).repeat(2 + (shape.blankLines ?? 0));
}
