/** Which stores each kind of database holds. A new store is named here and made in the engine beside it. */
import type { UnitOfWorkOf } from '../contract.ts';
import { affectContract } from './affect/contract.ts';
import { attachmentsContract } from './attachments/contract.ts';
import { compressionContract } from './compression/contract.ts';
import { crdtContract } from './crdt/contract.ts';
import { drivesContract } from './drives/contract.ts';
import { embeddingsContract } from './embeddings/contract.ts';
import { episodicContract } from './episodic/contract.ts';
import { ftsContract } from './fts/contract.ts';
import { hippocampusContract } from './hippocampus/contract.ts';
import { imaginationContract } from './imagination/contract.ts';
import { importsContract } from './imports/contract.ts';
import { intentsContract } from './intents/contract.ts';
import { keyringContract } from './keyring/contract.ts';
import { metacogContract } from './metacog/contract.ts';
import { mlContract } from './ml/contract.ts';
import { privacyContract } from './privacy/contract.ts';
import { prospectiveContract } from './prospective/contract.ts';
import { receiptsContract } from './receipts/contract.ts';
import { registriesContract } from './registries/contract.ts';
import { registryContract } from './registry/contract.ts';
import { semanticContract } from './semantic/contract.ts';
import { telemetryContract } from './telemetry/contract.ts';
import { upkeepContract } from './upkeep/contract.ts';
import { vectorContract } from './vector/contract.ts';
import { workspaceContract } from './workspace/contract.ts';

export const SPACE_CONTRACTS = {
  episodic: episodicContract,
  fts: ftsContract,
  embeddings: embeddingsContract,
  vector: vectorContract,
  attachments: attachmentsContract,
  privacy: privacyContract,
  workspace: workspaceContract,
  imports: importsContract,
  intents: intentsContract,
  prospective: prospectiveContract,
  drives: drivesContract,
  affect: affectContract,
  imagination: imaginationContract,
  crdt: crdtContract,
  semantic: semanticContract,
  metacog: metacogContract,
  upkeep: upkeepContract,
  ml: mlContract,
  hippocampus: hippocampusContract,
  compression: compressionContract,
  receipts: receiptsContract,
} as const;

export const VAULT_CONTRACTS = {
  registry: registryContract,
  keyring: keyringContract,
  registries: registriesContract,
  telemetry: telemetryContract,
  upkeep: upkeepContract,
  receipts: receiptsContract,
} as const;

export type SpaceContracts = typeof SPACE_CONTRACTS;
export type VaultContracts = typeof VAULT_CONTRACTS;

export type SpaceUnitOfWork = UnitOfWorkOf<SpaceContracts>;
export type VaultUnitOfWork = UnitOfWorkOf<VaultContracts>;
