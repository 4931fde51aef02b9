import { LoadingNote, Skeleton } from "@/components/skeleton";

export default function OverviewLoading() {
  return (
    <>
      <LoadingNote what="the overview" />
      <Skeleton className="mb-4 h-12 max-w-xl" />
      <div className="grid grid-cols-1 gap-4 xl:grid-cols-12">
        <Skeleton className="h-72 xl:col-span-7" />
        <Skeleton className="h-72 xl:col-span-5" />
        <Skeleton className="h-80 xl:col-span-8" />
        <Skeleton className="h-80 xl:col-span-4" />
        <Skeleton className="h-56 xl:col-span-12" />
      </div>
    </>
  );
}
