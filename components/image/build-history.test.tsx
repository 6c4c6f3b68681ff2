import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { SecretsShown } from '#components/ui/secrets.tsx'
import { BuildHistory } from './build-history.tsx'
import { NamedTexts } from './image-configuration.tsx'

const token = `ghp_${'a1'.repeat(18)}`

it('V-14 masks what a build step or a label gives away, until the reader asks for it', () => {
  const step = { createdBy: `ARG TOKEN=${token}`, createdAt: null, comment: token, emptyLayer: true }
  const contents = (
    <>
      <BuildHistory history={[step]} />
      <NamedTexts title="Labels" aside="claimed" texts={{ note: token }} />
    </>
  )
  const html = renderToStaticMarkup(contents)
  expect(html.match(/ghp_••••••••/g)).toHaveLength(3)
  expect(html).not.toContain(token)
  expect(renderToStaticMarkup(<SecretsShown value={true}>{contents}</SecretsShown>)).toContain(token)
})
