import { expect, it } from 'vitest'
import { exampleImage, toGuideCommands, toGuideImage } from './guide-commands.ts'

it('fills in the reader’s own image', () => {
  const image = toGuideImage('registry.example.com/team/app:1.0')
  const { sign } = toGuideCommands(image, '3')
  expect(sign).toContain('"registry.example.com/team/app@$DIGEST"')
  expect(sign).toContain('--use-signing-config=false')
  expect(toGuideCommands(image, '2').sign).not.toContain('signing-config')
})

it.each(['a b', '$(reboot)', 'x; rm -rf /', '`id`', "'"])('never puts %j into a command', (text) => {
  const image = toGuideImage(text)
  expect(image.reference).toBe(exampleImage)
  expect(image.problem).not.toBeNull()
})
