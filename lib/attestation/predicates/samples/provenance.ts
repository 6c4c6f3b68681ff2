/** SLSA provenance as GitHub, BuildKit and the SLSA generator write it, shortened. */
export const githubProvenance = {
  buildDefinition: {
    buildType: 'https://actions.github.io/buildtypes/workflow/v1',
    externalParameters: {
      workflow: {
        ref: 'refs/tags/v1.2.0',
        repository: 'https://github.com/acme/birds',
        path: '.github/workflows/release.yml',
      },
    },
    internalParameters: { github: { event_name: 'push', repository_id: '1', runner_environment: 'github-hosted' } },
    resolvedDependencies: [
      {
        uri: 'git+https://github.com/acme/birds@refs/tags/v1.2.0',
        digest: { gitCommit: 'ffa765f77126d7705b81e65fd1ccdcd606ede2f1' },
      },
    ],
  },
  runDetails: {
    builder: { id: 'https://github.com/acme/birds/.github/workflows/release.yml@refs/tags/v1.2.0' },
    metadata: {
      invocationId: 'https://github.com/acme/birds/actions/runs/9/attempts/1',
      startedOn: '2026-11-20T09:00:00Z',
      finishedOn: '2026-11-20T09:04:10Z',
    },
  },
}

export const buildkitProvenance = {
  buildDefinition: {
    buildType: 'https://github.com/moby/buildkit/blob/master/docs/attestations/slsa-definitions.md',
    externalParameters: {
      configSource: { path: 'Dockerfile' },
      request: { frontend: 'dockerfile.v0', args: { 'build-arg:VERSION': '1.2.0' }, locals: [{ name: 'context' }] },
    },
    internalParameters: { builderPlatform: 'linux/amd64' },
    resolvedDependencies: [
      {
        uri: 'pkg:docker/debian@bookworm-slim?platform=linux%2Famd64',
        digest: { sha256: '1d6a2f1c0c8ac5cbe62f1ff0cb7b3a0f4d0b1b0a2cf0a6a3e3a2ee0a5b7dd1c2' },
      },
    ],
  },
  runDetails: {
    builder: { id: '' },
    metadata: {
      invocationID: 'x7ez',
      startedOn: '2026-11-20T09:00:00Z',
      finishedOn: '2026-11-20T09:00:41Z',
      buildkit_completeness: { request: true, resolvedDependencies: false },
      buildkit_hermetic: false,
      buildkit_reproducible: false,
      buildkit_metadata: {
        vcs: {
          source: 'https://gitlab.com/acme/tools/birds.git',
          revision: '0123456789abcdef0123456789abcdef01234567',
        },
      },
    },
  },
}

export const generatorProvenance = {
  builder: {
    id: 'https://github.com/slsa-framework/slsa-github-generator/.github/workflows/generator_container_slsa3.yml@refs/tags/v1.9.0',
  },
  buildType: 'https://github.com/slsa-framework/slsa-github-generator/container@v1',
  invocation: {
    configSource: {
      uri: 'git+https://github.com/acme/birds@refs/tags/v1.0.0',
      digest: { sha1: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' },
      entryPoint: '.github/workflows/release.yml',
    },
    parameters: {},
    environment: { github_event_name: 'push', github_run_id: '9' },
  },
  metadata: {
    buildInvocationID: '9-1',
    completeness: { parameters: true, environment: false, materials: false },
    reproducible: false,
  },
  materials: [
    {
      uri: 'git+https://github.com/acme/birds@refs/tags/v1.0.0',
      digest: { sha1: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' },
    },
  ],
}
