/**
 * A question before something that cannot be undone. Where undo is possible, use a toast with Undo instead.
 * With `typed`, the person has to type that word first.
 */
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { TextField } from './text-field.tsx';

interface ConfirmDialogProps {
  readonly title: string;
  readonly children: ReactNode;
  /** The verb on the button. */
  readonly confirmLabel: string;
  readonly typed?: string;
  readonly isOpen: boolean;
  readonly isPending?: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks, and answers through `onConfirm` or `onClose`. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, children, confirmLabel, typed, isOpen, isPending = false, onConfirm, onClose } = props;
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const ready = typed === undefined || text.trim().toLowerCase() === typed.toLowerCase();

  const leave = (then: () => void) => () => {
    setText('');
    then();
  };

  return (
    <Dialog
      role="alertdialog"
      title={title}
      isOpen={isOpen}
      onClose={leave(onClose)}
      footer={
        <>
          <Button variant="quiet" onPress={leave(onClose)}>
            {t('action.cancel')}
          </Button>
          <Button variant="danger" isDisabled={!ready} isPending={isPending} onPress={leave(onConfirm)}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      <div className="text-ink-soft">{children}</div>
      {typed !== undefined && (
        <TextField
          autoFocus
          autoComplete="off"
          label={t('confirm.type', { word: typed })}
          value={text}
          onChange={setText}
        />
      )}
    </Dialog>
  );
}
