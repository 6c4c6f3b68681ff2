/** Whether two pieces of memory hold the same bytes. Not for secrets: how long it takes tells where they differ. */
export const areEqual = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0
