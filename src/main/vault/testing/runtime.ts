/** Where the engine's parts lie, for tests and the processes they start. */
import { fileURLToPath } from 'node:url';
import type { EngineRuntime } from '../../storage/interfaces.ts';

export const RUNTIME: EngineRuntime = {
  engineThread: new URL('../../engine-thread.ts', import.meta.url),
  migrations: fileURLToPath(new URL('../../../../migrations', import.meta.url)),
};
