type SkeletonProps = { readonly className?: string }

/** The place of something that is on its way; give it the size of what comes, so that nothing jumps. */
export function Skeleton({ className = 'h-4 w-40' }: SkeletonProps) {
  return <span aria-hidden="true" className={`block animate-pulse-soft rounded-md bg-line/60 ${className}`} />
}

/** Lines of a list that is on its way, announced once. */
export function SkeletonRows({ rows = 4, label }: { readonly rows?: number; readonly label: string }) {
  return (
    <div role="status" aria-label={label} className="divide-y divide-line">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike.
        <div key={row} className="flex h-11 items-center gap-4 px-4">
          <Skeleton className="size-[18px] rounded-full" />
          <Skeleton className={`h-3.5 ${row % 2 === 0 ? 'w-2/5' : 'w-1/3'}`} />
          <Skeleton className="ml-auto h-3.5 w-16" />
        </div>
      ))}
    </div>
  )
}
