/** Entry of the engine's threads. */
import { serveEngineThread } from './storage/engine/serve.ts';

serveEngineThread();
