/** registries, the writing side: tools and agents come, change and go, and what happened stays. */
import { bandRank } from '../../../../shared/bands.ts';
import { VaultError } from '../../../../shared/errors.ts';
import type { CommandInput } from '../../contract.ts';
import type { WritableConnection } from '../../sqlite.ts';
import { BaseWriter, type CommandHandlers, conflict, digestOf, type UnitScope } from '../base-store.ts';
import { idBytes } from '../record-ids.ts';
import { registriesContract, type ToolEvent } from './contract.ts';
import { capabilitiesOf, type ToolLine, toolLine } from './rows.ts';

type Contract = typeof registriesContract;
type Powers = CommandInput<Contract, 'revise'>;
const STORE = registriesContract.name;

export class RegistriesWriter extends BaseWriter<Contract> {
  readonly contract: Contract = registriesContract;
  readonly #connection: WritableConnection;

  constructor(connection: WritableConnection) {
    super();
    this.#connection = connection;
  }

  protected readonly handlers: CommandHandlers<Contract> = {
    register: (input, scope) => {
      if (toolLine(this.#connection, input.id) !== null) {
        throw conflict(STORE, 'id-taken', 'There is already a tool with this id.', { id: input.id });
      }
      const namesake = this.#connection
        .read('SELECT 1 FROM tool WHERE type = ? AND name = ?')
        .get(input.type, input.name);
      if (namesake !== undefined) {
        throw conflict(
          STORE,
          'name-taken',
          'There is already a tool of this name. Change that one, or remove it.',
        );
      }
      this.#connection
        .write(
          `INSERT INTO tool (id, type, name, version, description, clearance, enabled, changed_ms, sealed_secret)
           VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?)`,
        )
        .run(
          idBytes(input.id),
          input.type,
          input.name,
          input.version,
          input.description,
          bandRank(input.clearance),
          scope.nowMs,
          input.sealedSecret,
        );
      this.#setCapabilities(input);
      this.#remember(input.id, 'registered', input.actorId, scope);
      return digestOf('register', input.type, input.name, ...powersDigest(input));
    },

    revise: (input, scope) => {
      const before = this.#tool(input.id);
      const had = new Set(capabilitiesOf(this.#connection, before.id));
      const more =
        bandRank(input.clearance) > before.clearance || input.capabilities.some((each) => !had.has(each));
      this.#connection
        .write(
          `UPDATE tool SET version = ?, description = ?, clearance = ?, enabled = ?, changed_ms = ?, sealed_secret = ?
           WHERE id = ?`,
        )
        .run(
          input.version,
          input.description,
          bandRank(input.clearance),
          more ? 0 : before.enabled,
          scope.nowMs,
          input.sealedSecret,
          before.id,
        );
      this.#setCapabilities(input);
      this.#remember(input.id, 'revised', input.actorId, scope);
      if (more && before.enabled === 1) this.#remember(input.id, 'disabled', input.actorId, scope);
      return digestOf('revise', ...powersDigest(input));
    },

    enable: ({ id, actorId, enabled }, scope) => {
      const line = this.#tool(id);
      if ((line.enabled === 1) !== enabled) {
        this.#connection
          .write('UPDATE tool SET enabled = ?, changed_ms = ? WHERE id = ?')
          .run(enabled ? 1 : 0, scope.nowMs, line.id);
        this.#remember(id, enabled ? 'enabled' : 'disabled', actorId, scope);
      }
      return digestOf('enable', id, String(enabled));
    },

    unregister: ({ id, actorId }, scope) => {
      if (toolLine(this.#connection, id) !== null) {
        this.#remember(id, 'unregistered', actorId, scope);
        this.#connection.write('DELETE FROM tool WHERE id = ?').run(idBytes(id));
      }
      return digestOf('unregister', id);
    },
  };

  #tool(id: string): ToolLine {
    const line = toolLine(this.#connection, id);
    if (line === null) {
      throw new VaultError('NOT_FOUND', 'There is no such tool here.', {
        hint: 'Nothing was changed. It may have been removed.',
        details: { store: STORE, id },
      });
    }
    return line;
  }

  #setCapabilities({ id, capabilities }: Pick<Powers, 'id' | 'capabilities'>): void {
    this.#connection.write('DELETE FROM tool_capability WHERE tool = ?').run(idBytes(id));
    const insert = this.#connection.write(
      'INSERT OR IGNORE INTO tool_capability (tool, capability) VALUES (?, ?)',
    );
    for (const capability of capabilities) insert.run(idBytes(id), capability);
  }

  /** As the tool is now. */
  #remember(id: string, act: ToolEvent['act'], actorId: string, scope: UnitScope): void {
    const line = this.#tool(id);
    this.#connection
      .write(
        `INSERT INTO tool_event (tool, act, at_ms, actor, version, clearance, capabilities, receipt_seq)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        line.id,
        act,
        scope.nowMs,
        idBytes(actorId),
        line.version,
        line.clearance,
        capabilitiesOf(this.#connection, line.id).join(' '),
        scope.receiptSeq,
      );
  }
}

function powersDigest({
  id,
  version,
  clearance,
  capabilities,
  sealedSecret,
}: Powers): (string | Uint8Array)[] {
  return [id, version, clearance, capabilities.join(' '), sealedSecret ?? ''];
}
