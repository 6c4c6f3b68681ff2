/** @type {import('next').NextConfig} */
const config = {
  reactStrictMode: true,
  distDir: process.env.TOUCHSTONE_DIST_DIR || '.next',
  typedRoutes: false,
  poweredByHeader: false,
  agentRules: false,
  images: { unoptimized: true },
  serverExternalPackages: ['better-sqlite3', 'pg', 'cacache', 'pino'],
}

export default config
