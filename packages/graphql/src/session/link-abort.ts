/**
 * Aborts the controller when the signal aborts, immediately if it has aborted already. The function returned ends the
 * link.
 */
export function linkAbort(signal: AbortSignal | undefined, ended: AbortController): () => void {
  const end = () => ended.abort(signal?.reason);
  if (signal?.aborted) end();
  else signal?.addEventListener("abort", end, { once: true });
  return () => signal?.removeEventListener("abort", end);
}
