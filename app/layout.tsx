import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import { connection } from 'next/server'
import type { ReactNode } from 'react'
import { Shortcuts } from '#components/command/shortcuts.tsx'
import { Providers } from '#components/layout/providers.tsx'
import { identifyTheme, themeCookie } from '#components/layout/theme.ts'
import { TopBar } from '#components/layout/top-bar.tsx'
import './globals.css'

export const metadata: Metadata = {
  title: { default: 'Touchstone', template: '%s · Touchstone' },
  description: 'What is signed, by whom, and whether you trust them.',
  robots: { index: false, follow: false },
}

export const viewport: Viewport = { width: 'device-width', initialScale: 1, colorScheme: 'light dark' }

export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  // A page made at build time could carry no nonce of this answer, so the browser would run none of its scripts.
  await connection()
  const theme = identifyTheme((await cookies()).get(themeCookie)?.value)
  return (
    <html lang="en" data-theme={theme === 'system' ? undefined : theme} suppressHydrationWarning>
      <body>
        <Providers>
          <TopBar theme={theme} />
          <main id="main" tabIndex={-1} className="outline-none">
            {children}
          </main>
          <Shortcuts />
        </Providers>
      </body>
    </html>
  )
}
