import Link from "next/link";

type VersionsProps = { month: string; shown: number | null; versions: readonly { version: number; sha256: string; isIntact: boolean; isRegenerated: boolean; focusSha256: string | null; isFocusIntact: boolean }[] };

/** Every version that was closed, each read again and held against its checksum just now. */
export function Versions({ month, shown, versions }: VersionsProps) {
  return (
    <ul className="grid gap-2 text-table">
      {versions.map(({ version, sha256, isIntact, isRegenerated, focusSha256, isFocusIntact }) => (
        <li key={version} className="min-w-0">
          <span className="font-medium text-ink">{version === shown ? `Version ${version}, shown here` : <Link href={`/reports/${month}?closing=${version}`} prefetch={false} className="underline underline-offset-2">Version {version}</Link>}</span>
          <span className={isIntact ? "ml-2 text-muted" : "ml-2 font-medium text-danger"}>
            {isIntact ? "verified: made again from what was kept, it is the same to the byte" : !isFocusIntact ? "not what was closed: of its FOCUS export something else is kept" : isRegenerated ? "not what was closed: its checksum differs" : "cannot be made again from what was kept"}
          </span>
          <code className="block font-mono text-caption break-all text-subtle">SHA-256 {sha256}</code>
          {focusSha256 === null ? null : <code className="block font-mono text-caption break-all text-subtle">FOCUS, SHA-256 {focusSha256}</code>}
        </li>
      ))}
    </ul>
  );
}
