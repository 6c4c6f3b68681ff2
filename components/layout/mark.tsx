/** The touchstone with its streak of gold. */
export function Mark({ size = 24 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" className="flex-none">
      <rect x=".5" y=".5" width="31" height="31" rx="8.5" fill="oklch(0.26 0.012 70)" stroke="oklch(1 0 0 / .14)" />
      <path d="M12.2 27.2 22.6 4.8" stroke="var(--gold)" strokeWidth="3.2" strokeLinecap="round" />
    </svg>
  )
}
