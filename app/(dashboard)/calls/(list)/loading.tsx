import { LoadingNote, Skeleton } from "@/components/skeleton";

export default function CallsLoading() {
  return (
    <>
      <LoadingNote what="the calls" />
      <Skeleton className="mb-4 h-12 max-w-xl" />
      <Skeleton className="mb-4 h-8" />
      <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[14rem_minmax(0,1fr)]">
        <Skeleton className="h-26 lg:h-160" />
        <div className="grid gap-4">
          <Skeleton className="h-72 sm:h-56" />
          <Skeleton className="h-160" />
        </div>
      </div>
    </>
  );
}
