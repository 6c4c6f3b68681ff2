/** @type {import('next').NextConfig} */
const config = {
  distDir: process.env.TOUCHSTONE_DIST_DIR || '.next',
  reactStrictMode: true,
  typedRoutes: false,
  poweredByHeader: false,
  agentRules: false,
  images: { unoptimized: true },
  // `npm run check` checks types, tests included; the build would only do it a second time.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ['better-sqlite3', 'pg', 'cacache', 'pino'],
}

export default config
