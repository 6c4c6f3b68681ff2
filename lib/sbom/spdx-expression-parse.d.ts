declare module 'spdx-expression-parse' {
  /** Throws when the text is no licence expression with identifiers of the SPDX list. */
  export default function parse(text: string): unknown
}
