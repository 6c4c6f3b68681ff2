import { describe, expect, it } from 'vitest'
import { createChildController } from './child-controller.ts'

describe('createChildController', () => {
  it('ends with its parent and for its reason, even when that has ended before', () => {
    const parent = new AbortController()
    const child = createChildController(parent.signal)
    expect(child.signal.aborted).toBe(false)
    parent.abort('over')
    expect(child.signal.reason).toBe('over')
    expect(createChildController(parent.signal).signal.reason).toBe('over')
  })

  it('ends alone without ending its parent', () => {
    const parent = new AbortController()
    const child = createChildController(parent.signal)
    child.abort('enough')
    expect(child.signal.reason).toBe('enough')
    expect(parent.signal.aborted).toBe(false)
  })

  it('hears no more of its parent once it was released', () => {
    const parent = new AbortController()
    const child = createChildController(parent.signal)
    child.release()
    parent.abort()
    expect(child.signal.aborted).toBe(false)
    expect(createChildController(undefined).signal.aborted).toBe(false)
  })
})
