/** Step 1: whose vault, and who is writing. */
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { TextField } from '../../components/text-field.tsx';
import { EntranceSheet } from '../unlock/entrance-sheet.tsx';
import { StepFoot } from './step-foot.tsx';
import { STEPS } from './steps.ts';
import type { VaultPlan } from './vault-plan.ts';

interface AboutStepProps {
  readonly plan: VaultPlan;
  readonly onChange: (plan: VaultPlan) => void;
  readonly onNext: () => void;
  readonly onBack: () => void;
}

const NAME_LENGTH = 80;

/** Two names. */
export function AboutStep({ plan, onChange, onNext, onBack }: AboutStepProps) {
  const { t } = useTranslation(['onboarding', 'common']);
  return (
    <EntranceSheet title={t('about.title')} above={t('step', { step: 1, steps: STEPS })}>
      <Form
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          onNext();
        }}
      >
        <TextField
          label={t('about.name')}
          description={t('about.nameHint')}
          value={plan.name}
          onChange={(name) => onChange({ ...plan, name })}
          maxLength={NAME_LENGTH}
          pattern=".*\S.*"
          isRequired
          autoFocus
          autoComplete="off"
        />
        <TextField
          label={t('about.person')}
          description={t('about.personHint')}
          value={plan.person}
          onChange={(person) => onChange({ ...plan, person })}
          maxLength={NAME_LENGTH}
          pattern=".*\S.*"
          isRequired
          autoComplete="off"
        />
        <StepFoot
          backLabel={t('common:action.cancel')}
          nextLabel={t('common:action.continue')}
          onBack={onBack}
        />
      </Form>
    </EntranceSheet>
  );
}
