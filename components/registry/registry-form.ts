import type { CreateRegistry, RegistryDto, UpdateRegistry } from '#lib/api/contract/registries.ts'

/** What the form for a registry holds; secrets live here only until they are sent. */
export type RegistryForm = {
  readonly host: string
  readonly name: string
  readonly credentials: 'keep' | 'none' | 'basic' | 'identity' | 'docker'
  readonly username: string
  readonly password: string
  readonly identityToken: string
  readonly dockerConfig: string
  readonly caPem: string
  readonly clientCertificatePem: string
  readonly clientKeyPem: string
  readonly insecure: boolean
}

export function toRegistryForm(registry: RegistryDto | null, host = ''): RegistryForm {
  return {
    host: registry?.host ?? host,
    name: registry?.name ?? '',
    credentials: registry?.hasCredentials === true ? 'keep' : 'none',
    username: '',
    password: '',
    identityToken: '',
    dockerConfig: '',
    caPem: registry?.caPem ?? '',
    clientCertificatePem: '',
    clientKeyPem: '',
    insecure: registry?.insecure ?? false,
  }
}

function toCredentials(form: RegistryForm): Partial<UpdateRegistry> {
  switch (form.credentials) {
    case 'keep':
    case 'none':
      return {}
    case 'basic':
      return { username: form.username, password: form.password }
    case 'identity':
      return { identityToken: form.identityToken.trim() }
    case 'docker':
      return { dockerConfig: form.dockerConfig }
  }
}

const toConnection = (form: RegistryForm): Partial<UpdateRegistry> => ({
  ...(form.clientCertificatePem.trim() === '' ? {} : { clientCertificatePem: form.clientCertificatePem }),
  ...(form.clientKeyPem.trim() === '' ? {} : { clientKeyPem: form.clientKeyPem }),
})

export function toCreateRegistry(form: RegistryForm): CreateRegistry {
  return {
    kind: 'registry',
    host: toHost(form.host),
    ...(form.name.trim() === '' ? {} : { name: form.name.trim() }),
    ...(form.caPem.trim() === '' ? {} : { caPem: form.caPem }),
    ...(form.insecure ? { insecure: true } : {}),
    ...toCredentials(form),
    ...toConnection(form),
  } as CreateRegistry
}

export function toUpdateRegistry(form: RegistryForm, before: RegistryDto): UpdateRegistry {
  return {
    ...(form.name.trim() === '' || form.name.trim() === before.name ? {} : { name: form.name.trim() }),
    ...(form.caPem === (before.caPem ?? '') ? {} : { caPem: form.caPem.trim() === '' ? null : form.caPem }),
    ...(form.insecure === before.insecure ? {} : { insecure: form.insecure }),
    ...(form.credentials === 'none' && before.hasCredentials ? { removeCredentials: true } : {}),
    ...toCredentials(form),
    ...toConnection(form),
  }
}

/** A host as people paste it: with a scheme, a path or in capitals. */
export function toHost(text: string): string {
  return text
    .trim()
    .replace(/^https?:\/\//i, '')
    .replace(/\/.*$/, '')
    .toLowerCase()
}

// A first look while somebody types; the server knows the grammar and has the last word.
const isHost = (text: string): boolean => !text.includes('@') && URL.canParse(`https://${text}`)

/** What is still missing, or null. */
export function explainForm(form: RegistryForm): string | null {
  if (toHost(form.host) === '') return 'Name the registry’s host.'
  if (!isHost(toHost(form.host))) return 'The host is a name or address, with the port where it is not 443.'
  if (form.credentials === 'basic' && (form.username === '' || form.password === '')) {
    return 'Give both a user name and a password or token.'
  }
  if (form.credentials === 'identity' && form.identityToken.trim() === '') return 'Give the identity token.'
  if (form.credentials === 'docker' && form.dockerConfig.trim() === '') return 'Paste the file.'
  return null
}
