import type { ReactNode } from 'react'
import { SettingsTabs } from '#components/layout/settings-tabs.tsx'

export default function SettingsLayout({ children }: { readonly children: ReactNode }) {
  return (
    <div className="page">
      <SettingsTabs />
      {children}
    </div>
  )
}
