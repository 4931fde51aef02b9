import { LoadingNote, Skeleton } from "@/components/skeleton";

export default function ProfilesLoading() {
  return (
    <>
      <LoadingNote what="the profiles" />
      <Skeleton className="mb-4 h-12 max-w-xl" />
      <Skeleton className="h-96" />
    </>
  );
}
