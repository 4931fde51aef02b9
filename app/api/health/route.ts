import { handleHealth } from "@/lib/gateway/next-mount";

export const dynamic = "force-dynamic";
export { handleHealth as GET };
