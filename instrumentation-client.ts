import { keepEarlyClicks } from '#components/layout/keep-early-clicks.ts'

// Next runs this before the page comes alive.
keepEarlyClicks()
