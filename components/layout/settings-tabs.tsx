'use client'

import { usePathname } from 'next/navigation'
import { TabLinks } from '#components/ui/tabs.tsx'
import { isWithin, settings } from './destinations.ts'

export function SettingsTabs() {
  const pathname = usePathname()
  return (
    <TabLinks
      label="Settings"
      tabs={settings.map(({ href, label }) => ({ href, label, current: isWithin(href, pathname) }))}
    />
  )
}
