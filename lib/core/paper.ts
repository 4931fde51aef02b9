/**
 * A month's report as people read it: every word and figure is here, so that the page and the PDF, which draw it, cannot
 * differ. Amounts are written with a minus; on printed paper they stand in brackets.
 */
export type Paper = {
  /** "Cost report, November 2026" */
  title: string;
  team: string;
  /** "Closed v2" */
  standing: string;
  /** Where it may still change, or nobody knows a part of it: what to know before the first figure. */
  warnings: string[];
  facts: { term: string; value: string }[];
  /** The five that the cover has. */
  figures: PaperFigure[];
  /** How much of the cost is known, and what else the cover says in sentences. */
  notes: string[];
  sections: PaperSection[];
  /** Of the document, in hex; null of a month that is not closed. */
  sha256: string | null;
};

export type PaperFigure = {
  label: string;
  value: string;
  note: string;
  /** Every digit. */
  exact?: string;
  tone?: "saving" | "premium";
  link?: PaperLink;
};

export type PaperSection = { key: string; title: string; /** The question that it answers. */ lead: string; blocks: PaperBlock[] };

export type PaperBlock = PaperTable | PaperColumns | PaperSteps | PaperText;

/** The calls behind a figure: one of them, or those of the month (or of one day of it) that match the filters of /calls. */
export type PaperLink =
  | { to: "call"; id: string }
  | { to: "calls"; filters: Record<string, string>; day?: { from: string; to: string } };

export type PaperCell = {
  text: string;
  /** Every digit of a rounded amount. */
  exact?: string;
  link?: PaperLink;
  /** In place of one: of several names, which make up `text` with commas between them. */
  links?: { text: string; link: PaperLink | null }[];
  tone?: "saving" | "premium";
};

export type PaperTable = {
  kind: "table";
  title: string;
  /** `weight` is its part of the width; columns of figures are aligned right. */
  columns: readonly { head: string; weight: number; isFigure: boolean; /** Of sentences, which are not cut but go on over lines. */ wraps?: boolean }[];
  rows: PaperCell[][];
  total: PaperCell[] | null;
  /** In place of rows where there are none. */
  empty: string;
  /** Below it. */
  note: string | null;
};

/** A chart of columns, one for each day. Lengths are percentages of the plot. */
export type PaperColumns = {
  kind: "columns";
  title: string;
  summary: string;
  ticks: { label: string; y: number }[];
  columns: { key: string; label: string; x: number; width: number; height: number; hasUnknown: boolean; value: string; detail: string; link: PaperLink }[];
  /** Indexes of the columns that have room for their label. */
  labelled: number[];
  /** The same as a table. */
  table: PaperTable;
};

/** A sum in steps. Lengths are percentages of the widest. */
export type PaperSteps = {
  kind: "steps";
  title: string;
  rows: { label: string; value: string; /** `part` is what a sum is made of, which is neither good nor bad. */ kind: "total" | "part" | "more" | "less"; x: number; width: number }[];
  /** The same in one line, which adds up as it is shown. */
  equation: string;
};

export type PaperText = { kind: "text"; title: string | null; paragraphs: string[]; /** Numbered, so that others can refer to them. */ isNumbered: boolean };
