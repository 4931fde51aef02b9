import type { Metadata } from "next";
import { NotFoundNote } from "@/components/not-found-note";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <main>
      <NotFoundNote title="There is no such page">The address may be mistyped, or the page has moved.</NotFoundNote>
    </main>
  );
}
