import type { Metadata } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { parseTheme, THEME_COOKIE, themeClass } from "@/components/shell/theme";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "RouteLedger", template: "%s · RouteLedger" },
  description: "What your LLM calls and their fallbacks really cost.",
  robots: { index: false, follow: false },
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = parseTheme((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <html lang="en" className={themeClass(theme)}>
      <body className="font-sans antialiased">{children}</body>
    </html>
  );
}
