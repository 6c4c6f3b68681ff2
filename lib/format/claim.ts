const names: Readonly<Record<string, string>> = {
  githubWorkflowTrigger: 'Workflow trigger',
  githubWorkflowSHA: 'Workflow commit',
  githubWorkflowName: 'Workflow name',
  githubWorkflowRepository: 'Workflow repository',
  githubWorkflowRef: 'Workflow ref',
  buildSignerURI: 'Build signer',
  buildSignerDigest: 'Build signer commit',
  runnerEnvironment: 'Runner environment',
  sourceRepositoryURI: 'Source repository',
  sourceRepositoryDigest: 'Source commit',
  sourceRepositoryRef: 'Source ref',
  sourceRepositoryIdentifier: 'Source repository id',
  sourceRepositoryOwnerURI: 'Source owner',
  sourceRepositoryOwnerIdentifier: 'Source owner id',
  buildConfigURI: 'Build configuration',
  buildConfigDigest: 'Build configuration commit',
  buildTrigger: 'Build trigger',
  runInvocationURI: 'Run',
  sourceRepositoryVisibilityAtSigning: 'Source visibility when signed',
}

/** A claim of a Fulcio certificate in words (fulcio docs/oid-info.md). */
export const formatClaim = (claim: string): string => (Object.hasOwn(names, claim) ? (names[claim] ?? claim) : claim)
