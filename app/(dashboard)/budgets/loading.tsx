import { LoadingNote, Skeleton } from "@/components/skeleton";

export default function BudgetsLoading() {
  return (
    <>
      <LoadingNote what="the budgets" />
      <Skeleton className="mb-4 h-12 max-w-sm" />
      <Skeleton className="mb-4 h-64" />
      <Skeleton className="h-72" />
    </>
  );
}
