/**
 * A thread of the engine: one SQLite connection, writer or reader, for as long as the database is open.
 *
 * Invariant: nothing is thrown across the thread's boundary while it can still speak; a fault it cannot speak of ends
 * the thread, and the other side tells everyone who waits.
 */
import { parentPort } from 'node:worker_threads';
import { errorData, VaultError } from '../../../shared/errors.ts';
import { Secret } from '../../security/secret.ts';
import { copyFile, lookThrough } from '../backup/copy-file.ts';
import { loadPlugIns, type PlugInsFound } from '../plug-ins-loading.ts';
import { runMigrationTask } from './migration-task.ts';
import { probeFile } from './probe.ts';
import type { FromThread, ToThread } from './protocol.ts';
import { ReaderThread } from './reader-thread.ts';
import { WriterThread } from './writer-thread.ts';

/** The entry module of the thread calls this once. */
export function serveEngineThread(): void {
  const port = parentPort;
  if (port === null) throw new TypeError('The engine runs in a thread of its own.');
  const send = (message: FromThread): void => port.postMessage(message);
  let connection: ReaderThread | WriterThread | null = null;
  port.on('message', (message: ToThread) => {
    if (message.type === 'open') {
      const open = (found: PlugInsFound): void => {
        try {
          connection =
            message.role === 'writer'
              ? new WriterThread(port, message, found.loaded)
              : new ReaderThread(port, message, found.loaded);
          send({ type: 'opened', refused: [...found.refused, ...connection.refused] });
        } catch (error) {
          send({ type: 'failed', error: errorData(error) });
          port.close();
        }
      };
      // Nobody speaks to the thread before it said that it is open. Loading never fails: it names what it left out.
      if (message.plugIns.length === 0) open({ loaded: [], refused: [] });
      else void loadPlugIns(message.plugIns, message.kind).then(open);
    } else if (message.type === 'probe') {
      const key = new Secret(message.key);
      send({ type: 'probed', probe: probeFile(message.file, key) });
      key.wipe();
      port.close();
    } else if (message.type === 'migration') {
      try {
        send({ type: 'migrated', report: runMigrationTask(message.request, message.keys) });
      } catch (error) {
        send({ type: 'failed', error: errorData(error) });
      }
      port.close();
    } else if (message.type === 'contents') {
      const key = new Secret(message.key);
      const { job } = message;
      try {
        const contents = job.type === 'copy' ? copyFile(job, key) : lookThrough(job, key);
        send({ type: 'contents', contents });
      } catch (error) {
        send({ type: 'failed', error: errorData(error) });
      } finally {
        key.wipe();
        port.close();
      }
    } else if (connection === null) {
      throw new VaultError('INTERNAL', 'The thread was asked before it was opened.', { hint: '' });
    } else {
      connection.receive(message);
    }
  });
}
