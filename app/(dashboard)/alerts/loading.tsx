import { LoadingNote, Skeleton } from "@/components/skeleton";

export default function AlertsLoading() {
  return (
    <>
      <LoadingNote what="the alerts" />
      <Skeleton className="mb-4 h-12 max-w-sm" />
      <Skeleton className="mb-4 h-28" />
      <Skeleton className="mb-4 h-40" />
      <Skeleton className="h-140" />
    </>
  );
}
