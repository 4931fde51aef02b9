/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  // The database driver and Prisma's generated client run as they are, outside the bundle.
  serverExternalPackages: ["pg", "@prisma/client", "@prisma/adapter-pg"],
};
