/** How safe the draft is, in a few words. */
import { useTranslation } from 'react-i18next';
import { formatHere } from '../../i18n/dates.ts';
import type { AutosaveState } from './draft-autosave.ts';

interface DraftStatusProps {
  readonly state: AutosaveState;
  readonly savedAt: string | null;
}

/**
 * "Draft kept at 18:31", and while newer typing is on its way to the disk the truth: not kept yet.
 * Only a failure is announced: a word every second would be noise.
 */
export function DraftStatus({ state, savedAt }: DraftStatusProps) {
  const { t, i18n } = useTranslation('editor');
  if (state === 'failed') {
    return (
      <p role="alert" className="text-red text-sm">
        {t('draft.failed')}
      </p>
    );
  }
  if (state === 'unchanged') return null;
  if (state !== 'saved' || savedAt === null)
    return <p className="text-ink-faint text-sm">{t('draft.pending')}</p>;
  const time = formatHere(savedAt, i18n.language, 'time');
  return <p className="text-ink-soft text-sm tabular-nums">{t('draft.saved', { time })}</p>;
}
