/** More than anybody reads; that there is one at all is what counts. */
const maxDifferences = 50

/** Where two verdicts differ, member by member: `signatures.0.state: "verified" became "untrusted"`. */
export function compareVerdicts(before: unknown, after: unknown): string[] {
  const differences: string[] = []
  compare('', toPlain(before), toPlain(after), differences)
  return differences
}

// A member that is absent and one that is undefined are the same in JSON, which is what was kept.
const toPlain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

function compare(path: string, before: unknown, after: unknown, differences: string[]): void {
  if (differences.length >= maxDifferences) return
  if (isObject(before) && isObject(after) && Array.isArray(before) === Array.isArray(after)) {
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      compare(path === '' ? name : `${path}.${name}`, before[name], after[name], differences)
    }
    return
  }
  if (before !== after) differences.push(`${path}: ${toText(before)} became ${toText(after)}`)
}

const toText = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 200))
