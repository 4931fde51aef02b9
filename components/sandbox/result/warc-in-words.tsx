import { Explain } from "../../explain";
import type { Contributions } from "./prepare-warc-contributions";

/** What WARC is, with the figures of these very profiles. */
export function WarcInWords({ contributions }: { contributions: readonly Contributions[] }) {
  return (
    <Explain id="explain-sandbox-warc" title="WARC by tier">
      <p>What a served call costs on average, given which tier answers it. Failed attempts are not in it: they are waste.</p>
      <p>WARC = Σ P × C. P is a tier&apos;s share of the served calls, C its cost per million tokens at its own mix of tokens.</p>
      {contributions.map(({ key, name, equation }) =>
        equation === null ? null : (
          <p key={key} className="rounded bg-sunken px-3 py-2">
            <span className="block font-medium text-ink">{name}</span>
            {equation}
          </p>
        ),
      )}
      <p>A lower WARC alone is not better: a cheap tier that often fails lowers it, and raises waste and unserved calls.</p>
    </Explain>
  );
}
