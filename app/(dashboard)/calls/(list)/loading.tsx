import { LoadingNote, Skeleton } from "@/components/skeleton";

export default function CallsLoading() {
  return (
    <>
      <LoadingNote what="the calls" />
      <Skeleton className="mb-4 h-12 max-w-xl" />
      <Skeleton className="mb-4 h-8" />
      <Skeleton className="h-[32rem]" />
    </>
  );
}
