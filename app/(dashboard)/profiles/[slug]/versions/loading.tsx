import { LoadingNote, Skeleton } from "@/components/skeleton";

export default function ProfileLoading() {
  return (
    <>
      <LoadingNote what="the profile" />
      <Skeleton className="mb-4 h-12 max-w-xl" />
      <Skeleton className="h-128" />
    </>
  );
}
