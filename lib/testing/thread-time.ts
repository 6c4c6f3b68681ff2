/** Counts milliseconds that the calling thread computes, whatever else the machine does meanwhile. */
export function startThreadTime(): () => number {
  const start = process.threadCpuUsage()
  return () => {
    const { user, system } = process.threadCpuUsage(start)
    return (user + system) / 1000
  }
}
