/** Next calls this once before the server answers. It is compiled for Edge too, hence the separate file. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'nodejs') await import('./instrumentation-node.ts')
}
