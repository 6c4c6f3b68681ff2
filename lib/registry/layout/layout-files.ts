/** Reads files of a layout source by path: relative to its root, `/` between names. */
export type LayoutFiles = {
  /** Folders that have an `oci-layout` file; `''` is the root itself. */
  listLayouts(): Promise<readonly string[]>
  /** Changes when the file changes; null when there is no such file. */
  version(path: string): Promise<string | null>
  /** The bytes, or null when there is no such file. Throws `LIMIT_EXCEEDED` before reading and `LAYOUT_UNREADABLE`. */
  read(path: string, maxBytes: number, signal?: AbortSignal): Promise<Uint8Array | null>
}

export const layoutMarker = 'oci-layout'
