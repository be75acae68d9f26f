/** The quiet line a deleted memory leaves for a few seconds, with the way back. */
import { Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';

interface UndoLineProps {
  readonly title: string;
  readonly onUndo: () => void;
}

/** "The lake was deleted", and Undo. */
export function UndoLine({ title, onUndo }: UndoLineProps) {
  const { t } = useTranslation('reading');
  return (
    <div className="flex min-w-0 items-center gap-3 text-ink-soft">
      <p className="min-w-0 truncate italic">
        {title === '' ? t('deletedUntitled') : t('deletedTitled', { title })}
      </p>
      <Button size="small" icon={Undo2} onPress={onUndo}>
        {t('undo')}
      </Button>
    </div>
  );
}
