import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { cruise } from 'dependency-cruiser'
import extractOptions from 'dependency-cruiser/config-utl/extract-depcruise-options'
import { inRoot, root, say } from './project.mjs'

const folders = ['app', 'components', 'lib']
const pure = /^lib\/(oci|evidence|sigstore|attestation|notation|sbom|trust|errors|format)\/(?!.*\.test\.ts$)/
// Import rules see no globals; these are the ones that reach out of a pure folder.
const impureGlobal = /\bprocess\.(env|cwd|argv)\b|(?<![.\w])fetch\(|\bDate\.now\(\)|\bMath\.random\(\)/

process.chdir(root)
const listed = spawnSync('git', ['ls-files', ...folders], { encoding: 'utf8' })
const files = listed.stdout.split('\n').filter((file) => /\.tsx?$/.test(file) && existsSync(inRoot(file)))
const { output } = await cruise(folders, await extractOptions(inRoot('.dependency-cruiser.mjs')))
const seen = new Set(output.modules.map(({ source }) => source))
const problems = output.summary.violations.map(
  ({ rule, from, to, cycle }) => `${rule.name}: ${from} → ${cycle?.map(({ name }) => name).join(' → ') ?? to}`,
)

// The parser reads nothing at all when it does not know the compiler's version, and finds no fault then.
const unseen = files.filter((file) => !seen.has(file))
if (unseen.length > 0) problems.push(`not seen: ${unseen.length} of ${files.length} files, such as ${unseen[0]}`)
const edges = output.modules.reduce((sum, { dependencies }) => sum + dependencies.length, 0)
if (files.length > 0 && edges < files.length / 2) problems.push(`only ${edges} imports were seen in ${seen.size} files`)
for (const file of files.filter((name) => pure.test(name))) {
  const line = readFileSync(inRoot(file), 'utf8')
    .split('\n')
    .findIndex((text) => impureGlobal.test(text) && !/^\s*(\/\/|\*|\/\*)/.test(text))
  if (line >= 0)
    problems.push(`pure-folders: ${file}:${line + 1} reaches for the time, chance, the network or the environment`)
}

for (const problem of problems) say(problem)
say(`${seen.size} modules, ${edges} imports, ${problems.length} problems`)
process.exitCode = problems.length === 0 ? 0 : 1
