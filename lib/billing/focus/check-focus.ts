import type { Charge } from "./charge";
import { columnsOf } from "./columns";
import { FOCUS_RULES, type FocusCells } from "./focus-rules";
import type { FocusVersion } from "./focus-version";

/** How rows stand against the rules. */
export type Conformance = {
  rows: number;
  /** Ids of the rules that every row keeps. */
  passed: { id: string; text: string }[];
  /** The first row that broke it, counted from 1, and how many did. */
  failed: { id: string; text: string; row: number; why: string; rows: number }[];
};

/** Holds rows against every rule of a version. Without rows no rule passes: nothing was looked at. */
export function checkFocus(rows: Iterable<FocusCells>, version: FocusVersion): Conformance {
  const check = new FocusCheck(version);
  for (const row of rows) check.add(row);
  return check.end();
}

/** The same for rows that come one after the other. */
export class FocusCheck {
  private rows = 0;
  private readonly failed = new Map<string, Conformance["failed"][number]>();

  constructor(private readonly version: FocusVersion) {}

  add(row: FocusCells): void {
    this.rows += 1;
    for (const { id, text, fault } of FOCUS_RULES) {
      const why = fault(row, this.version);
      if (why === null) continue;
      const former = this.failed.get(id);
      if (former) former.rows += 1;
      else this.failed.set(id, { id, text, row: this.rows, why, rows: 1 });
    }
  }

  end(): Conformance {
    const passed = this.rows === 0 ? [] : FOCUS_RULES.filter(({ id }) => !this.failed.has(id)).map(({ id, text }) => ({ id, text }));
    return { rows: this.rows, passed, failed: [...this.failed.values()] };
  }
}

/** A charge by the columns of a version. */
export function cellsOf(charge: Charge, version: FocusVersion): FocusCells {
  return Object.fromEntries(columnsOf(version).map(({ name, value }) => [name, value(charge)]));
}
