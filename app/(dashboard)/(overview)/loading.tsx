import { LoadingNote, Skeleton } from "@/components/skeleton";

export default function OverviewLoading() {
  return (
    <>
      <LoadingNote what="the overview" />
      <Skeleton className="mb-4 h-12 max-w-xl" />
      <Skeleton className="mb-4 h-19.5 sm:h-9" />
      <div className="grid grid-cols-1 gap-4 xl:grid-cols-12">
        <Skeleton className="h-126 sm:h-88 xl:col-span-6" />
        <Skeleton className="h-88 xl:col-span-6" />
        <Skeleton className="h-96 xl:col-span-8" />
        <Skeleton className="h-96 xl:col-span-4" />
        <Skeleton className="h-72 xl:col-span-8" />
        <Skeleton className="h-72 xl:col-span-4" />
        <Skeleton className="h-60 xl:col-span-12" />
      </div>
    </>
  );
}
