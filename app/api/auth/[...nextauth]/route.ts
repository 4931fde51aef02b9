import NextAuth from "next-auth/next";
import type { NextRequest } from "next/server";
import { authOptions } from "@/lib/auth";

type Context = { params: Promise<{ nextauth: string[] }> };

async function handle(request: NextRequest, context: Context): Promise<Response> {
  return (await NextAuth(request, context, await authOptions())) as Response;
}

export { handle as GET, handle as POST };
