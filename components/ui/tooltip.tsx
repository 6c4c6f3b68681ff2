'use client'

import {
  cloneElement,
  type FocusEvent,
  lazy,
  type PointerEvent,
  type ReactElement,
  type ReactNode,
  Suspense,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react'

// Radix arrives with the first tooltip that is needed, not with the page.
const TooltipBubble = lazy(() => import('./tooltip-bubble.tsx'))

type TriggerProps = {
  'aria-describedby'?: string | undefined
  onPointerEnter?: (event: PointerEvent<HTMLElement>) => void
  onPointerLeave?: (event: PointerEvent<HTMLElement>) => void
  onFocus?: (event: FocusEvent<HTMLElement>) => void
  onBlur?: (event: FocusEvent<HTMLElement>) => void
}

type TooltipProps = {
  readonly content: ReactNode
  /** One element that takes pointer and focus handlers. */
  readonly children: ReactElement<TriggerProps>
}

/** More about an element, on hover and focus; it can be pointed at and Escape closes it (WCAG 1.4.13). */
export function Tooltip({ content, children }: TooltipProps) {
  const id = useId()
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  const later = (element: HTMLElement | null, ms: number) => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setAnchor(element), ms)
  }
  const own = children.props
  const trigger = cloneElement(children, {
    'aria-describedby': anchor === null ? own['aria-describedby'] : id,
    onPointerEnter: (event) => {
      own.onPointerEnter?.(event)
      if (event.pointerType !== 'touch') later(event.currentTarget, 180)
    },
    onPointerLeave: (event) => {
      own.onPointerLeave?.(event)
      later(null, 120)
    },
    onFocus: (event) => {
      own.onFocus?.(event)
      if (event.currentTarget.matches(':focus-visible')) later(event.currentTarget, 0)
    },
    onBlur: (event) => {
      own.onBlur?.(event)
      later(null, 0)
    },
  })
  return (
    <>
      {trigger}
      {anchor !== null && (
        <Suspense fallback={null}>
          <TooltipBubble
            id={id}
            anchor={anchor}
            onClose={() => later(null, 0)}
            onStay={() => clearTimeout(timer.current)}
            onLeave={() => later(null, 120)}
          >
            {content}
          </TooltipBubble>
        </Suspense>
      )}
    </>
  )
}
