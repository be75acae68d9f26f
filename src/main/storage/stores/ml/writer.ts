/** ml, the writing side: files come chunk by chunk and count when they are whole. */
import { createHash } from 'node:crypto';
import { VaultError } from '../../../../shared/errors.ts';
import type { ThreadKeys } from '../../engine/thread-keys.ts';
import type { WritableConnection } from '../../sqlite.ts';
import { BaseWriter, type CommandHandlers, conflict, digestOf } from '../base-store.ts';
import { idBytes } from '../record-ids.ts';
import { type ArtifactLine, Artifacts, artifactNotFound, bytesWanted, chunksWanted } from './artifacts.ts';
import { mlContract } from './contract.ts';

type Contract = typeof mlContract;
const STORE = mlContract.name;

export class MlWriter extends BaseWriter<Contract> {
  readonly contract: Contract = mlContract;
  readonly #connection: WritableConnection;
  readonly #artifacts: Artifacts;

  constructor(connection: WritableConnection, keys: ThreadKeys) {
    super();
    this.#connection = connection;
    this.#artifacts = new Artifacts(connection, keys);
  }

  protected readonly handlers: CommandHandlers<Contract> = {
    begin: ({ id, name, type, version, band, bytes, sha256 }, scope) => {
      if (this.#artifacts.line(id) !== null) {
        throw conflict(STORE, 'id-taken', 'There is already a file with this id.', { id });
      }
      const same = this.#artifacts
        .all()
        .some((line) => line.name === name && line.type === type && line.version === version);
      if (same)
        throw conflict(STORE, 'version-taken', 'There is already a file of this version.', { version });
      const columns = this.#artifacts.seals.seal(id, version, band, { name, type, sha256 });
      this.#connection
        .write(
          `INSERT INTO ml_artifact (id, version, bytes, state, created_ms, band, epoch, wrapped, sealed)
           VALUES (?, ?, ?, 'writing', ?, ?, ?, ?, ?)`,
        )
        .run(
          idBytes(id),
          version,
          bytes,
          scope.nowMs,
          columns.band,
          columns.epoch,
          columns.wrapped,
          columns.sealed,
        );
      return digestOf('begin', id, columns.sealed);
    },

    putChunk: ({ id, chunk, bytes }) => {
      const line = this.#line(id);
      if (line.state === 'whole') throw conflict(STORE, 'whole', 'This file is finished already.', { id });
      const wanted = bytesWanted(line, chunk);
      if (wanted === 0) throw misfit('chunk', 'The file ends before this part of it.');
      if (bytes.byteLength !== wanted) throw misfit('bytes', `This part of the file has ${wanted} bytes.`);
      const { epoch, wrapped, sealed } = this.#artifacts.sealChunk(line, chunk, bytes);
      this.#connection.write('DELETE FROM ml_chunk WHERE artifact = ? AND chunk = ?').run(line.id, chunk);
      this.#connection
        .write(
          'INSERT INTO ml_chunk (artifact, chunk, bytes, epoch, wrapped, sealed) VALUES (?, ?, ?, ?, ?, ?)',
        )
        .run(line.id, chunk, wanted, epoch, wrapped, sealed);
      return digestOf('putChunk', id, String(chunk), sealed);
    },

    finish: ({ id }) => {
      const line = this.#line(id);
      const there = this.#artifacts.chunks(line).length;
      if (there !== chunksWanted(line)) {
        throw conflict(STORE, 'incomplete', 'Parts of this file are missing.', {
          id,
          missing: chunksWanted(line) - there,
        });
      }
      const hash = createHash('sha256');
      for (let chunk = 0; chunk < there; chunk += 1) hash.update(this.#artifacts.chunk(line, chunk) ?? '');
      if (hash.digest('hex') !== this.#artifacts.content(line).sha256) {
        throw conflict(STORE, 'checksum', 'This file is not the one that was announced.', { id });
      }
      this.#connection.write("UPDATE ml_artifact SET state = 'whole' WHERE id = ?").run(line.id);
      return digestOf('finish', id, line.sealed);
    },

    drop: ({ id }) => {
      // Chunks and metrics go with it.
      this.#connection.write('DELETE FROM ml_artifact WHERE id = ?').run(idBytes(id));
      return digestOf('drop', id);
    },

    measure: ({ id, metrics }) => {
      const line = this.#line(id);
      const insert = this.#connection.write(
        'INSERT INTO ml_metric (artifact, name, at_ms, value) VALUES (?, ?, ?, ?)',
      );
      for (const { name, atMs, value } of metrics) insert.run(line.id, name, atMs, value);
      return digestOf('measure', id, ...metrics.map(({ name, atMs, value }) => `${name}/${atMs}/${value}`));
    },
  };

  #line(id: string): ArtifactLine {
    const line = this.#artifacts.line(id);
    if (line === null) throw artifactNotFound(id);
    return line;
  }
}

function misfit(field: 'chunk' | 'bytes', message: string): VaultError {
  return new VaultError('INVALID_INPUT', message, {
    hint: 'Nothing was changed. Send the file again from its beginning.',
    details: { store: STORE, op: 'putChunk', field },
  });
}
