/** Which stores stand behind each kind of database, and who depends on whom. */

import type { ReadableConnection, WritableConnection } from '../sqlite.ts';
import type { DatabaseKind } from '../sqlite-errors.ts';
import { AffectReader } from '../stores/affect/reader.ts';
import { AffectWriter } from '../stores/affect/writer.ts';
import { AttachmentsReader } from '../stores/attachments/reader.ts';
import { AttachmentsWriter } from '../stores/attachments/writer.ts';
import type { StoreReader, StoreWriter } from '../stores/base-store.ts';
import { CompressionReader } from '../stores/compression/reader.ts';
import { CompressionWriter } from '../stores/compression/writer.ts';
import { CrdtReader } from '../stores/crdt/reader.ts';
import { CrdtWriter } from '../stores/crdt/writer.ts';
import { DrivesReader } from '../stores/drives/reader.ts';
import { DrivesWriter } from '../stores/drives/writer.ts';
import { EmbeddingsReader } from '../stores/embeddings/reader.ts';
import { EmbeddingsWriter } from '../stores/embeddings/writer.ts';
import { EpisodicReader } from '../stores/episodic/reader.ts';
import { EpisodicWriter } from '../stores/episodic/writer.ts';
import { FtsReader } from '../stores/fts/reader.ts';
import { FtsWriter } from '../stores/fts/writer.ts';
import { HippocampusReader } from '../stores/hippocampus/reader.ts';
import { HippocampusWriter } from '../stores/hippocampus/writer.ts';
import { ImaginationReader } from '../stores/imagination/reader.ts';
import { ImaginationWriter } from '../stores/imagination/writer.ts';
import { ImportsReader } from '../stores/imports/reader.ts';
import { ImportsWriter } from '../stores/imports/writer.ts';
import { IntentsReader } from '../stores/intents/reader.ts';
import { IntentsWriter } from '../stores/intents/writer.ts';
import { KeyringReader } from '../stores/keyring/reader.ts';
import { KeyringWriter } from '../stores/keyring/writer.ts';
import { MetacogReader } from '../stores/metacog/reader.ts';
import { MetacogWriter } from '../stores/metacog/writer.ts';
import { MlReader } from '../stores/ml/reader.ts';
import { MlWriter } from '../stores/ml/writer.ts';
import { PrivacyReader } from '../stores/privacy/reader.ts';
import { burialsIn, PrivacyWriter } from '../stores/privacy/writer.ts';
import { ProspectiveReader } from '../stores/prospective/reader.ts';
import { ProspectiveWriter } from '../stores/prospective/writer.ts';
import { ReceiptsReader } from '../stores/receipts/reader.ts';
import { RegistriesReader } from '../stores/registries/reader.ts';
import { RegistriesWriter } from '../stores/registries/writer.ts';
import { RegistryReader } from '../stores/registry/reader.ts';
import { RegistryWriter } from '../stores/registry/writer.ts';
import { SemanticReader } from '../stores/semantic/reader.ts';
import { SemanticWriter } from '../stores/semantic/writer.ts';
import { TelemetryReader } from '../stores/telemetry/reader.ts';
import { TelemetryWriter } from '../stores/telemetry/writer.ts';
import { UpkeepReader } from '../stores/upkeep/reader.ts';
import { UpkeepWriter } from '../stores/upkeep/writer.ts';
import { VectorReader } from '../stores/vector/reader.ts';
import { VectorWriter } from '../stores/vector/writer.ts';
import { WorkspaceReader } from '../stores/workspace/reader.ts';
import { WorkspaceWriter } from '../stores/workspace/writer.ts';
import type { ThreadKeys } from './thread-keys.ts';

export type StoreWriters = ReadonlyMap<string, StoreWriter>;
export type StoreReaders = ReadonlyMap<string, StoreReader>;

const byName = <S extends { readonly name: string }>(stores: readonly S[]): ReadonlyMap<string, S> =>
  new Map(stores.map((store) => [store.name, store]));

export function storeWriters(
  kind: DatabaseKind,
  connection: WritableConnection,
  keys: ThreadKeys,
  plugIns: readonly StoreWriter[] = [],
): StoreWriters {
  const upkeep = new UpkeepWriter(connection);
  if (kind === 'vault') {
    return byName<StoreWriter>([
      new RegistryWriter(connection),
      new KeyringWriter(connection),
      new RegistriesWriter(connection),
      new TelemetryWriter(connection),
      upkeep,
      ...plugIns,
    ]);
  }
  const attachments = new AttachmentsWriter(connection, keys);
  const episodic = new EpisodicWriter(connection, keys, attachments, burialsIn(connection));
  const embeddings = new EmbeddingsWriter(connection, keys);
  episodic.follow(embeddings);
  const workspace = new WorkspaceWriter(connection, keys);
  episodic.follow(workspace);
  const metacog = new MetacogWriter(connection, keys);
  episodic.follow(metacog);
  return byName<StoreWriter>([
    attachments,
    episodic,
    new FtsWriter(connection, episodic),
    new PrivacyWriter(connection, keys, episodic),
    workspace,
    new ImportsWriter(connection, keys),
    new HippocampusWriter(connection, keys),
    new IntentsWriter(connection),
    new SemanticWriter(connection, keys),
    new ProspectiveWriter(connection, keys),
    new DrivesWriter(connection, keys),
    new AffectWriter(connection, keys),
    new ImaginationWriter(connection, keys),
    embeddings,
    new VectorWriter(connection, keys),
    new CrdtWriter(connection, keys),
    metacog,
    upkeep,
    new MlWriter(connection, keys),
    new CompressionWriter(connection, keys),
    ...plugIns,
  ]);
}

export function storeReaders(
  kind: DatabaseKind,
  connection: ReadableConnection,
  keys: ThreadKeys,
  plugIns: readonly StoreReader[] = [],
): StoreReaders {
  const receipts = new ReceiptsReader(connection, keys);
  if (kind === 'vault') {
    return withUpkeep(connection, keys, [
      new RegistryReader(connection),
      new KeyringReader(connection),
      new RegistriesReader(connection),
      new TelemetryReader(connection),
      receipts,
      ...plugIns,
    ]);
  }
  return withUpkeep(connection, keys, [
    new EpisodicReader(connection, keys),
    new FtsReader(connection, keys),
    new AttachmentsReader(connection, keys),
    new PrivacyReader(connection, keys),
    new WorkspaceReader(connection, keys),
    new ImportsReader(connection, keys),
    new HippocampusReader(connection, keys),
    new IntentsReader(connection),
    new SemanticReader(connection, keys),
    new ProspectiveReader(connection, keys),
    new DrivesReader(connection, keys),
    new AffectReader(connection, keys),
    new ImaginationReader(connection, keys),
    new EmbeddingsReader(connection, keys),
    new VectorReader(connection, keys),
    new CrdtReader(connection, keys),
    new MetacogReader(connection, keys),
    new MlReader(connection, keys),
    new CompressionReader(connection),
    receipts,
    ...plugIns,
  ]);
}

/** The store of the engine's own notes knows the others: their checks belong to its rounds. */
function withUpkeep(
  connection: ReadableConnection,
  keys: ThreadKeys,
  stores: readonly StoreReader[],
): StoreReaders {
  return byName<StoreReader>([...stores, new UpkeepReader(connection, keys, stores)]);
}
