/** Acts in the groups that people look for; every act is in exactly one. */
import type { Action } from '../../../shared/contracts/receipts.ts';

export const ACTION_GROUPS = {
  memories: [
    'memory.add',
    'memory.edit',
    'memory.delete',
    'memory.import',
    'memory.move',
    'memory.copy',
    'memory.consolidate',
    'import.journal',
    'pin.change',
    'feedback.give',
    'attention.note',
    'draft.save',
    'draft.discard',
  ],
  planning: [
    'reminder.add',
    'reminder.edit',
    'reminder.done',
    'reminder.delete',
    'goal.add',
    'goal.edit',
    'goal.satisfy',
    'goal.delete',
    'scenario.add',
    'scenario.edit',
    'scenario.outcome',
    'scenario.delete',
    'mood.note',
    'mood.delete',
  ],
  people: ['graph.change', 'graph.import', 'person.add'],
  protection: [
    'vault.create',
    'space.create',
    'space.open',
    'passphrase.change',
    'recovery.use',
    'slot.add',
    'slot.remove',
    'privacy.change',
    'settings.change',
    'tool.change',
  ],
  upkeep: [
    'backup.create',
    'backup.restore',
    'migration.up',
    'migration.down',
    'vacuum.run',
    'alert.change',
    'document.merge',
    'embedding.store',
    'model.change',
  ],
} as const satisfies Readonly<Record<string, readonly Action[]>>;

export type ActionGroup = keyof typeof ACTION_GROUPS;
export const ACTION_GROUP_NAMES = Object.keys(ACTION_GROUPS) as readonly ActionGroup[];
