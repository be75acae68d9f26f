/** registries, the reading side: which tools there are, what happened to them, and what each may do. */
import type { ReadableConnection } from '../../sqlite.ts';
import { BaseReader, type QueryHandlers, type StoreCheck } from '../base-store.ts';
import { receiptReference } from '../receipts/reference.ts';
import { idBytes, idText } from '../record-ids.ts';
import { registriesContract, type ToolEvent } from './contract.ts';
import { decideTool } from './decision.ts';
import { capabilitiesOf, clearanceOf, type ToolLine, toolLine } from './rows.ts';

type Contract = typeof registriesContract;

interface EventLine {
  readonly act: ToolEvent['act'];
  readonly at_ms: number;
  readonly actor: Buffer;
  readonly version: string;
  readonly clearance: number;
  readonly capabilities: string;
  readonly receipt_seq: number;
}

export class RegistriesReader extends BaseReader<Contract> {
  readonly contract: Contract = registriesContract;
  readonly #connection: ReadableConnection;

  constructor(connection: ReadableConnection) {
    super();
    this.#connection = connection;
  }

  protected readonly handlers: QueryHandlers<Contract> = {
    tools: ({ type }) =>
      this.#connection
        .read<ToolLine>('SELECT * FROM tool ORDER BY type, name')
        .all()
        .filter((line) => type === undefined || line.type === type)
        .map((line) => ({
          id: idText(line.id),
          type: line.type,
          name: line.name,
          version: line.version,
          description: line.description,
          capabilities: capabilitiesOf(this.#connection, line.id),
          clearance: clearanceOf(line.clearance),
          enabled: line.enabled === 1,
          secret: line.sealed_secret !== null,
          changedMs: line.changed_ms,
        })),

    history: ({ id }) =>
      this.#connection
        .read<EventLine>('SELECT * FROM tool_event WHERE tool = ? ORDER BY seq')
        .all(idBytes(id))
        .map((line) => ({
          act: line.act,
          atMs: line.at_ms,
          actorId: idText(line.actor),
          version: line.version,
          clearance: clearanceOf(line.clearance),
          capabilities: line.capabilities === '' ? [] : line.capabilities.split(' '),
          receipt: receiptReference(this.#connection, line.receipt_seq),
        })),

    sealedSecret: ({ id }) => {
      const line = toolLine(this.#connection, id);
      if (line === null || line.enabled === 0 || line.sealed_secret === null) return null;
      return { bytes: line.sealed_secret };
    },

    may: ({ id, capability, band }) => {
      const line = toolLine(this.#connection, id);
      if (line === null) return decideTool(null, capability, band);
      const powers = {
        enabled: line.enabled === 1,
        capabilities: capabilitiesOf(this.#connection, line.id),
        clearance: clearanceOf(line.clearance),
      };
      return decideTool(powers, capability, band);
    },
  };

  /** Each tool is as the last line of its history says: powers do not change behind its back. */
  override check(): StoreCheck {
    const lines = this.#connection.read<ToolLine>('SELECT * FROM tool').all();
    const changed = lines.filter((line) => {
      const last = this.#connection
        .read<EventLine>('SELECT * FROM tool_event WHERE tool = ? ORDER BY seq DESC LIMIT 1')
        .get(line.id);
      return (
        last === undefined ||
        last.version !== line.version ||
        last.clearance !== line.clearance ||
        last.capabilities !== capabilitiesOf(this.#connection, line.id).join(' ')
      );
    }).length;
    if (changed === 0) return { findings: [], next: null };
    return {
      findings: [
        {
          code: 'tool-changed',
          severity: 'damage',
          count: changed,
          what: 'What some tools may do was changed without a trace of it.',
          todo: 'Switch these tools off, and look at what they may do.',
          rebuildHelps: false,
        },
      ],
      next: null,
    };
  }
}
