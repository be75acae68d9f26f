/** How a space packs its texts before they are sealed: asked and changed. */
import type { Codec, CompressionChoice } from '../../shared/contracts/compression.ts';
import type { OpenSpace, OpenVault } from '../vault/contract.ts';
import { enterSpace } from './access-gate.ts';
import { contextFor, type MemoryPorts } from './ports.ts';

export class Compression {
  readonly #ports: MemoryPorts;

  constructor(ports: MemoryPorts) {
    this.#ports = ports;
  }

  async current(spaceId: string): Promise<CompressionChoice> {
    const { space } = await this.#enter(spaceId);
    return space.database.query('compression.current', {});
  }

  /** For what is written from now on. Throws INVALID_INPUT where this runtime lacks the codec. */
  async choose(spaceId: string, codec: Codec): Promise<CompressionChoice> {
    const { vault, space } = await this.#enter(spaceId);
    await space.database.unitOfWork.run(contextFor(vault, space, 'settings.change', null), (uow) =>
      uow.compression.choose({ codec }),
    );
    return space.database.query('compression.current', {});
  }

  async #enter(spaceId: string): Promise<{ vault: OpenVault; space: OpenSpace }> {
    const vault = this.#ports.vaults.session();
    return { vault, space: await enterSpace(vault, spaceId, 'maintenance.run') };
  }
}
