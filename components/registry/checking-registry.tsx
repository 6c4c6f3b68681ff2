import { Skeleton } from '#components/ui/skeleton.tsx'

/** While a registry is asked. */
export const CheckingRegistry = () => (
  <div role="status" aria-label="Asking the registry" className="mt-3 space-y-2">
    <Skeleton className="h-4 w-56" />
    <Skeleton className="h-4 w-72" />
  </div>
)
