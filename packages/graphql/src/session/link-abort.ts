/** Ends what a signal ends, at once when it has ended already, until the function returned is called. */
export function linkAbort(signal: AbortSignal | undefined, ended: AbortController): () => void {
  const end = () => ended.abort(signal?.reason);
  if (signal?.aborted) end();
  else signal?.addEventListener("abort", end, { once: true });
  return () => signal?.removeEventListener("abort", end);
}
