/** Locking by hand. */
import { invokeOrReport } from './report.ts';
import { useSession } from './session.ts';

/** Locks the vault; what the page holds is forgotten when main says it is locked. */
export async function lockVault(): Promise<void> {
  const session = await invokeOrReport('vaults.lock', {});
  if (session !== null) useSession.getState().apply(session);
}
