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
  // Some cannot be bundled; undici and the others would be in memory once for every route.
  serverExternalPackages: ['better-sqlite3', 'pg', 'cacache', 'pino', 'undici', 'kysely', 'yaml', 'prom-client'],
}

export default config
