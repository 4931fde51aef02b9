import Link from "next/link";
import { Caveat } from "@/components/notice";

type SearchNoteProps = { text: string; found: { endpoints: string[] }; hrefOf: (change: Record<string, string | null>) => string };

/** What a search came to that led to no single call or endpoint. */
export function SearchNote({ text, found: { endpoints }, hrefOf }: SearchNoteProps) {
  if (endpoints.length === 0) {
    return (
      <Caveat label="Search">
        No call of this team has the id “{text}”, and no endpoint&apos;s name contains it. Calls show up here within a second of
        their end; the list below is as it was. <Link href={hrefOf({})} className="text-brand underline underline-offset-2">Clear the search</Link>
      </Caveat>
    );
  }
  return (
    <Caveat label="Search">
      {endpoints.length} endpoints contain “{text}”:{" "}
      {endpoints.slice(0, 20).map((endpoint, index) => (
        <span key={endpoint}>
          {index === 0 ? "" : ", "}
          <Link href={hrefOf({ endpoint })} className="text-brand underline underline-offset-2">{endpoint}</Link>
        </span>
      ))}
      {endpoints.length > 20 ? ` and ${endpoints.length - 20} more.` : "."}
    </Caveat>
  );
}
