const distDir = process.env.TOUCHSTONE_DIST_DIR || '.next'

/** @type {import('next').NextConfig} */
const config = {
  distDir,
  reactStrictMode: true,
  typedRoutes: false,
  poweredByHeader: false,
  agentRules: false,
  images: { unoptimized: true },
  // `npm run check` checks types, tests included; the build would only do it a second time.
  // Next writes the build's folder into the tsconfig that it is given; another folder than .next leaves the project's alone.
  typescript: {
    ignoreBuildErrors: true,
    ...(distDir === '.next' ? {} : { tsconfigPath: `${distDir}/cache/tsconfig.json` }),
  },
  serverExternalPackages: ['better-sqlite3', 'pg', 'cacache', 'pino'],
}

export default config
