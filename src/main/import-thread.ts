/** Entry of the import thread: reads what people bring, away from main and from every key. */
import { serveImportThread } from './memory/import/thread.ts';

serveImportThread();
