import { type PointerEvent, type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'

/** How much of its natural size a picture has at least and at most. */
const bounds = { least: 0.35, most: 2 } as const
const step = 1.25

type Zoom = {
  readonly zoom: number
  readonly frame: RefObject<HTMLDivElement | null>
  readonly larger: () => void
  readonly smaller: () => void
  readonly fit: () => void
  /** Draws the picture along with a pressed pointer; the frame's own scrolling is what bounds it. */
  readonly drag: { readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void }
}

/** Shows a picture of `width` pixels in a frame that scrolls, at first around `middle`: whole, but never too small to read. */
export function useZoom(width: number, middle: number): Zoom {
  const frame = useRef<HTMLDivElement>(null)
  const [zoom, setZoom] = useState(1)
  const fit = useCallback(() => {
    const room = frame.current?.clientWidth ?? width
    setZoom(Math.max(0.75, Math.min(1, (room - 32) / width)))
  }, [width])
  // Before it is painted, so that it is drawn once.
  useLayoutEffect(fit, [fit])
  // A tall picture begins where the image stands, to which all of it leads.
  useEffect(() => {
    const element = frame.current
    if (element !== null) element.scrollTop = middle * zoom - element.clientHeight / 2
  }, [middle, zoom])

  useEffect(() => {
    const element = frame.current
    // Not passive: the page would zoom as well.
    const turn = (event: WheelEvent) => {
      if (!event.ctrlKey) return
      event.preventDefault()
      setZoom((held) => bound(held * Math.exp(-event.deltaY / 300)))
    }
    element?.addEventListener('wheel', turn, { passive: false })
    return () => element?.removeEventListener('wheel', turn)
  }, [])

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    const element = frame.current
    if (element === null || event.pointerType !== 'mouse' || event.button !== 0 || isControl(event.target)) return
    const start = { x: event.clientX + element.scrollLeft, y: event.clientY + element.scrollTop }
    const move = (moved: globalThis.PointerEvent) => {
      element.scrollLeft = start.x - moved.clientX
      element.scrollTop = start.y - moved.clientY
    }
    const end = () => {
      window.removeEventListener('pointermove', move)
      window.removeEventListener('pointerup', end)
    }
    window.addEventListener('pointermove', move)
    window.addEventListener('pointerup', end)
  }
  return {
    zoom,
    frame,
    larger: () => setZoom(bound(zoom * step)),
    smaller: () => setZoom(bound(zoom / step)),
    fit,
    drag: { onPointerDown },
  }
}

const bound = (zoom: number): number => Math.min(bounds.most, Math.max(bounds.least, zoom))

const isControl = (target: EventTarget): boolean =>
  target instanceof Element && target.closest('button, [role=button]') !== null
