/** Two versions of one memory, side by side, and three ways on; none of them loses a word unasked. */
import { useTranslation } from 'react-i18next';
import type { Memory } from '../../../shared/contracts/memories.ts';
import { Button } from '../../components/button.tsx';
import { formatHere } from '../../i18n/dates.ts';
import type { EditorForm } from './editor-form.ts';

interface ConflictNoticeProps {
  readonly mine: EditorForm;
  readonly theirs: Memory;
  readonly onJoin: () => void;
  readonly onKeepBoth: () => void;
  readonly onTakeTheirs: () => void;
}

/** Characters of each version that are shown here; the whole is in the editor and in the memory. */
const SHOWN = 4000;

/** What to do when someone changed the memory in the meantime. */
export function ConflictNotice({ mine, theirs, onJoin, onKeepBoth, onTakeTheirs }: ConflictNoticeProps) {
  const { t, i18n } = useTranslation('editor');
  const versions = [
    { name: t('conflict.mine'), title: mine.title, text: mine.text },
    {
      name: t('conflict.theirs', { when: formatHere(theirs.updatedAt, i18n.language) }),
      title: theirs.title,
      text: theirs.text,
    },
  ];
  return (
    <section
      role="alert"
      aria-label={t('conflict.title')}
      className="flex flex-col gap-3 rounded-lg border border-amber bg-amber-wash p-4"
    >
      <p className="font-semibold">{t('conflict.title')}</p>
      <div className="grid @2xl/page:grid-cols-2 gap-3">
        {versions.map((version) => (
          <div key={version.name} className="flex min-w-0 flex-col gap-1 rounded-md bg-raised p-3">
            <h3 className="text-ink-soft text-sm">{version.name}</h3>
            <p dir="auto" className="font-semibold font-serif">
              {version.title}
            </p>
            <textarea
              readOnly
              dir="auto"
              rows={7}
              aria-label={version.name}
              value={version.text.slice(0, SHOWN)}
              className="resize-none bg-transparent font-serif text-sm"
            />
          </div>
        ))}
      </div>
      <div className="flex flex-wrap gap-2">
        <Button size="small" variant="primary" onPress={onJoin}>
          {t('conflict.join')}
        </Button>
        <Button size="small" onPress={onKeepBoth}>
          {t('conflict.keepBoth')}
        </Button>
        <Button size="small" onPress={onTakeTheirs}>
          {t('conflict.takeTheirs')}
        </Button>
      </div>
    </section>
  );
}
