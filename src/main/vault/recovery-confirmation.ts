/**
 * The person shows that they wrote the recovery phrase down; before that no memory is written.
 */
import { VaultError } from '../../shared/errors.ts';
import { meantWord, normaliseWords, phraseOf } from '../security/recovery-phrase.ts';
import { readRecoveryState, writeRecoveryState } from './registry-settings.ts';
import { wordsDoNotMatch } from './session-errors.ts';
import type { UnlockedVault } from './unlocked-vault.ts';
import { openPending } from './vault-making.ts';

/** Fewer could be guessed by clicking around. */
const LEAST_WORDS = 3;

/** The words, as long as they are not confirmed. */
export function unconfirmedPhrase(vault: UnlockedVault): string[] | null {
  const state = readRecoveryState(vault.parts.registry);
  if (state.confirmed) return null;
  const entropy = openPending(vault.parts.root, vault.vaultId, state.pending);
  try {
    return phraseOf(entropy);
  } finally {
    entropy.wipe();
  }
}

/** Compares and, where every word is right, confirms and forgets the phrase. @throws VaultError RECOVERY_PHRASE_INVALID */
export async function confirmPhrase(
  vault: UnlockedVault,
  words: readonly { position: number; word: string }[],
): Promise<void> {
  const phrase = unconfirmedPhrase(vault);
  if (phrase === null) return;
  if (new Set(words.map((word) => word.position)).size < LEAST_WORDS) {
    throw new VaultError('INVALID_INPUT', `At least ${LEAST_WORDS} words at different places are needed.`, {
      hint: 'Enter the words at the places asked for.',
      details: { field: 'words' },
    });
  }
  const right = words.every(({ position, word }) => {
    const [typed, ...more] = normaliseWords(word);
    return typed !== undefined && more.length === 0 && meantWord(typed) === phrase[position - 1];
  });
  if (!right) throw wordsDoNotMatch();
  const { registry, database } = vault.parts;
  await registry.change({ purpose: 'settings.change', subjectId: vault.vaultId }, (uow) =>
    uow.registry.putSetting(writeRecoveryState({ confirmed: true })),
  );
  // The sealed phrase leaves the write-ahead log too.
  await database.checkpoint();
}
