/** What tells pastes apart. It arrives when somebody is about to paste, not with the page. */
export async function loadPaste() {
  const [{ recognisePaste }, { privateKeyWarning, toDestination }] = await Promise.all([
    import('#lib/format/recognise-paste.ts'),
    import('./go-to-paste.ts'),
  ])
  return { recognisePaste, privateKeyWarning, toDestination }
}
