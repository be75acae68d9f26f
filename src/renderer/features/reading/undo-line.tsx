/** The quiet line a deleted memory leaves for a few seconds, with the way back. */
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';

interface UndoLineProps {
  readonly title: string;
  readonly onUndo: () => void;
}

/** "The lake, deleted", and Undo. */
export function UndoLine({ title, onUndo }: UndoLineProps) {
  const { t } = useTranslation('reading');
  return (
    <div className="flex min-w-0 items-center gap-3 text-ink-soft">
      <p className="flex min-w-0 gap-1.5">
        <cite dir="auto" className="truncate">
          {title || t('untitled')}
        </cite>
        <span className="shrink-0">{t('wasDeleted')}</span>
      </p>
      <Button size="small" onPress={onUndo}>
        {t('undo')}
      </Button>
    </div>
  );
}
