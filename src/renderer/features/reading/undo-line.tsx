/** The quiet line a deleted memory leaves for a few seconds, with the way back. */
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';

interface UndoLineProps {
  readonly title: string;
  /** In the list: the title gives way, so that the word and the button are always there. */
  readonly compact?: boolean;
  readonly onUndo: () => void;
}

/** "The lake was deleted", and Undo. */
export function UndoLine({ title, compact = false, onUndo }: UndoLineProps) {
  const { t } = useTranslation('reading');
  return (
    <div className="flex min-w-0 items-center gap-3 text-ink-soft">
      {compact ? (
        <p className="flex min-w-0 gap-1.5">
          <cite dir="auto" className="truncate">
            {title || t('untitled')}
          </cite>
          <span className="shrink-0">{t('wasDeleted')}</span>
        </p>
      ) : (
        <p className="min-w-0 break-words italic">
          {title === '' ? t('deletedUntitled') : t('deletedTitled', { title })}
        </p>
      )}
      <Button size="small" onPress={onUndo}>
        {t('undo')}
      </Button>
    </div>
  );
}
