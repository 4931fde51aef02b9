/** What holds for every answer. The pages' content security policy has a nonce and comes from proxy.ts. */
const HEADERS = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=(), payment=(), usb=()" },
  // Browsers heed it on https alone.
  { key: "Strict-Transport-Security", value: "max-age=31536000" },
];

/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  // `npm test` builds into a folder of its own, beside a product that runs.
  distDir: process.env.ROUTELEDGER_BUILD_DIR || ".next",
  // The database driver and Prisma's generated client run as they are, outside the bundle.
  serverExternalPackages: ["pg", "undici", "@prisma/client", "@prisma/adapter-pg", "pdfkit"],
  // `npm test` checks the types; whoever starts the product should not wait for it.
  typescript: { ignoreBuildErrors: true },
  // The gateway's alias, for when Next serves the API by itself.
  rewrites: () => Promise.resolve([{ source: "/v1/:path*", destination: "/api/v1/:path*" }]),
  headers: () => Promise.resolve([{ source: "/:path*", headers: HEADERS }]),
};
