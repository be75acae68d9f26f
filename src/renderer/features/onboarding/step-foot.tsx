/** The two buttons under every step. */
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';

interface StepFootProps {
  readonly nextLabel: string;
  readonly backLabel?: string;
  readonly onBack: () => void;
  readonly isPending?: boolean;
}

/** Back, and the form's submit button. */
export function StepFoot({ nextLabel, backLabel, onBack, isPending = false }: StepFootProps) {
  const { t } = useTranslation();
  return (
    <div className="flex flex-wrap justify-between gap-2 pt-2">
      <Button variant="quiet" onPress={onBack} className="-ml-4" isDisabled={isPending}>
        {backLabel ?? t('action.back')}
      </Button>
      <Button variant="primary" type="submit" isPending={isPending}>
        {nextLabel}
      </Button>
    </div>
  );
}
