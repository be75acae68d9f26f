/** A form on a sheet over the page: Cancel, and one button that saves. Closes when it was saved. */
import { type ReactNode, useId, useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { VaultErrorData } from '../../../shared/errors.ts';
import type { Result } from '../../../shared/result.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';

interface FormDialogProps {
  readonly title: string;
  readonly saveLabel: string;
  readonly children: ReactNode;
  /** Null where the fields do not hold yet: they say so themselves. */
  readonly onSave: () => Promise<Result<unknown>> | null;
  readonly onClose: () => void;
}

/** Render it while it is open: every opening starts afresh. */
export function FormDialog({ title, saveLabel, children, onSave, onClose }: FormDialogProps) {
  const { t } = useTranslation();
  const id = useId();
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<VaultErrorData | null>(null);

  const save = async () => {
    const saving = onSave();
    if (saving === null) return;
    setPending(true);
    const answer = await saving;
    setPending(false);
    if (answer.ok) onClose();
    else setError(answer.error);
  };

  return (
    <Dialog
      title={title}
      isOpen
      width="wide"
      onClose={onClose}
      footer={
        <>
          <Button variant="quiet" onPress={onClose}>
            {t('action.cancel')}
          </Button>
          <Button variant="primary" type="submit" form={id} isPending={pending}>
            {saveLabel}
          </Button>
        </>
      }
    >
      <Form
        id={id}
        validationBehavior="aria"
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          if (!pending) void save();
        }}
      >
        {children}
        {error && (
          <ErrorNotice
            error={error}
            {...(error.code === 'CONFLICT' ? { hint: t('changedMeanwhile') } : {})}
            onRetry={() => void save()}
          />
        )}
      </Form>
    </Dialog>
  );
}
