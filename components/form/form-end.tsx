import { Button } from "@tremor/react";

type FormEndProps = {
  label: string;
  busyLabel: string;
  isPending: boolean;
  /** What went well. */
  saved?: string | null;
  /** What is wrong with no field in particular. */
  problem?: string | null;
};

/** A form's button, and beside it what became of the form. */
export function FormEnd({ label, busyLabel, isPending, saved = null, problem = null }: FormEndProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <Button type="submit" loading={isPending} loadingText={busyLabel} className="h-9 max-sm:w-full">{label}</Button>
      <p role="status" className="text-table text-muted empty:hidden">{isPending ? null : saved}</p>
      <p role="alert" className="text-table text-danger empty:hidden">{problem}</p>
    </div>
  );
}
