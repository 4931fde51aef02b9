import type { Db } from "@/lib/db";
import type { Windows } from "./windows";

/** A bound that people set. */
export type Field = {
  label: string;
  /** What it is counted in, such as `%` or `minutes`. */
  unit: string;
  /** null: there is none unless somebody sets one. */
  initial: number | null;
  min: number;
  max: number;
  /** Whether it may be left empty, which switches off what it bounds. */
  isOptional?: true;
};

export type Fields = Readonly<Record<string, Field>>;

export type Settings<F extends Fields> = { readonly [Name in keyof F]: F[Name] extends { isOptional: true } ? number | null : number };

/** What is the matter with one thing. */
export type Finding = {
  /** What it is about: a rule has one open alert for each. */
  subject: string;
  /** One line, without a full stop. */
  title: string;
  /** Sentences for people: what, since when, and what to do. */
  text: string;
  facts: Readonly<Record<string, string | number | boolean | null>>;
  /** A page that shows more. */
  path: string;
  /** It has happened, and cannot be over: nobody is told when it is not found any more. */
  isEvent?: true;
};

/** What readers of facts work with. */
export type Context = {
  db: Db;
  teamId: string;
  now: Date;
  /** The team's figures of the last hours and of the same hours on the days before, read once. */
  windows: () => Promise<Windows>;
};

/** Subjects of which an alert is open: a bound that was crossed is left a little later than it was reached. */
export type Open = ReadonlySet<string>;

export type Kind = {
  name: string;
  title: string;
  /** When it alerts, in a sentence. */
  about: string;
  fields: Fields;
  /** `now`: every minute. `usual`: what is compared with the days before, every five minutes. */
  pace: "now" | "usual";
  /** @param settings of these fields */
  find(context: Context, settings: Readonly<Record<string, number | null>>, open: Open): Promise<Finding[]>;
};

type Definition<F extends Fields, Facts> = Omit<Kind, "fields" | "find"> & {
  fields: F;
  /** Nothing is decided here. */
  read(context: Context): Promise<Facts>;
  /** Pure. */
  judge(facts: Facts, settings: Settings<F>, open: Open): Finding[];
};

/** A kind of alert: a reader of facts, and a pure rule that judges them. */
export function defineKind<F extends Fields, Facts>({ read, judge, ...kind }: Definition<F, Facts>): Kind & Pick<Definition<F, Facts>, "judge"> {
  return { ...kind, judge, find: async (context, settings, open) => judge(await read(context), settings as Settings<F>, open) };
}
