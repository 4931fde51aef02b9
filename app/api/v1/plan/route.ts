import { handleRequest } from "@/lib/gateway/next-mount";

export const dynamic = "force-dynamic";
export { handleRequest as POST };
