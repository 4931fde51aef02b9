import Link from "next/link";
import { plural } from "@/components/counts";
import { getDb } from "@/lib/db";
import { getFeedState } from "@/lib/feeds/list-feeds";

/** What waits to be decided, and which feeds are old or failed; else only the way to them. */
export async function FeedNote({ teamId, now }: { teamId: string; now: Date }) {
  const { waiting, troubled } = await getFeedState(getDb(), teamId, now);
  const notes = [
    ...(waiting > 0 ? [`${plural(waiting, "proposed price")} ${waiting === 1 ? "waits" : "wait"} for a decision.`] : []),
    ...(troubled.length > 0 ? [`Old or not read: ${troubled.join(", ")}.`] : []),
  ];
  return (
    <p className={`mb-4 text-table ${notes.length > 0 ? "text-warning" : "text-muted"}`}>
      {notes.map((note) => `${note} `)}
      <Link href="/prices/feeds" className="text-brand underline underline-offset-2">Price feeds</Link>
    </p>
  );
}
