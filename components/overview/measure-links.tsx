import Link from "next/link";
import { MEASURES, type Measure } from "@/lib/core/warc-measure";
import { Explain } from "../explain";
import { MEASURE_WORDS } from "../rates";

/** In which unit WARC is told, on the whole page. In the address, like everything that is chosen. */
export function MeasureLinks({ current, hrefOf }: { current: Measure; hrefOf: (measure: Measure) => string }) {
  return (
    <div className="flex items-center gap-1 print:hidden">
      <nav aria-label="Unit of WARC" className="rounded border border-line bg-sunken p-0.5">
        <ul className="flex">
          {MEASURES.map((measure) => (
            <li key={measure}>
              <Link
                href={hrefOf(measure)}
                scroll={false}
                aria-current={measure === current ? "true" : undefined}
                className="flex h-6 items-center rounded px-2 text-caption whitespace-nowrap text-muted hover:text-ink aria-[current]:bg-brand-faint aria-[current]:font-medium aria-[current]:text-brand-strong"
              >
                {MEASURE_WORDS[measure].name}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <Explain id="explain-measures" title="the three units">
        <p>Three different averages of the same calls. None is another one times a factor.</p>
        <p><strong className="text-ink">By calls</strong>: a tier&apos;s price per million tokens weighs as much as its share of the calls.</p>
        <p><strong className="text-ink">By tokens</strong>: it weighs as much as its share of the tokens, so that it is the served spend over the tokens served. Long calls count for more.</p>
        <p><strong className="text-ink">Per 1,000 calls</strong>: the served spend over the calls served, however many tokens they had.</p>
      </Explain>
    </div>
  );
}
