/**
 * What has to be forgotten when the vault locks.
 *
 * Invariant: every store or module variable that holds anything out of a vault registers its reset here;
 * the session store runs them all whenever the vault stops being unlocked.
 */
const resets = new Set<() => void>();

/** Registers a reset; answers with the function that takes it off again. */
export function onLock(reset: () => void): () => void {
  resets.add(reset);
  return () => {
    resets.delete(reset);
  };
}

/** Forgets everything that came out of the vault. */
export function forgetContent(): void {
  for (const reset of resets) reset();
}
