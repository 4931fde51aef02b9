import Link from "next/link";
import { MAIN_BUTTON, PLAIN_BUTTON } from "../button-styles";

/** The profile is there: what it is asked for by, and the way to it. */
export function CheapestMade({ slug, close }: { slug: string; close: () => void }) {
  return (
    <div className="grid gap-4">
      <p role="status" className="text-body text-muted">
        The profile <strong className="font-semibold text-ink">{slug}</strong> is published. Requests may ask for it as their model within a second.
      </p>
      <div className="flex flex-wrap justify-end gap-2">
        <button type="button" onClick={close} className={PLAIN_BUTTON}>Stay here</button>
        <Link href={`/profiles/${encodeURIComponent(slug)}`} className={`inline-flex items-center ${MAIN_BUTTON}`}>Open the profile</Link>
      </div>
    </div>
  );
}
