declare global {
  // Read by get-nonce, through which Radix's dialogs style the page behind them.
  var __webpack_nonce__: string | undefined
}

// A dialog holds the page behind it still by a <style> element of its own; the page's policy wants the nonce on it.
if (typeof document !== 'undefined') {
  globalThis.__webpack_nonce__ = document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce
}

export {}
