import { LoadingNote, Skeleton } from "@/components/skeleton";

export default function KeysLoading() {
  return (
    <>
      <LoadingNote what="the keys" />
      <Skeleton className="mb-4 h-12 max-w-sm" />
      <Skeleton className="mb-4 h-40" />
      <Skeleton className="h-64" />
    </>
  );
}
