/** Step 2: what opens the vault, and where it lies. */
import { Folder } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { VaultErrorData } from '../../../shared/errors.ts';
import { invoke } from '../../bridge.ts';
import { Button } from '../../components/button.tsx';
import { Checkbox } from '../../components/checkbox.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { NewPassphraseFields, passphraseProblem } from '../../components/new-passphrase-fields.tsx';
import { invokeOrReport } from '../../state/report.ts';
import { EntranceSheet } from '../unlock/entrance-sheet.tsx';
import { StepFoot } from './step-foot.tsx';
import { STEPS } from './steps.ts';
import type { VaultPlan } from './vault-plan.ts';

interface KeysStepProps {
  readonly plan: VaultPlan;
  readonly onChange: (plan: VaultPlan) => void;
  readonly isPending: boolean;
  readonly error: VaultErrorData | null;
  readonly onNext: () => void;
  readonly onBack: () => void;
}

/** Passphrase, keychain, folder. The keychain is only offered where there is one. */
export function KeysStep({ plan, onChange, isPending, error, onNext, onBack }: KeysStepProps) {
  const { t } = useTranslation('onboarding');
  const [tried, setTried] = useState(false);
  const hasKeychain = useHasKeychain();

  const submit = () => {
    setTried(true);
    if (plan.withPassphrase && passphraseProblem(plan.passphrase) !== null) return;
    if (!plan.withPassphrase && !plan.withKeychain) return;
    onNext();
  };
  const chooseFolder = async () => {
    const chosen = await invokeOrReport('vaults.chooseDirectory', { purpose: 'create' });
    if (chosen === null || chosen.directory === null) return;
    onChange({ ...plan, directory: chosen.directory, choseDirectory: true });
  };

  return (
    <EntranceSheet title={t('keys.title')} above={t('step', { step: 2, steps: STEPS })}>
      <Form
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {plan.withPassphrase && (
          <NewPassphraseFields
            label={t('keys.passphrase')}
            againLabel={t('keys.again')}
            value={plan.passphrase}
            onChange={(passphrase) => onChange({ ...plan, passphrase })}
            showProblems={tried}
            autoFocus
          />
        )}
        {hasKeychain !== false && (
          <div className="flex flex-col gap-2">
            {/* Already there while the answer is awaited: what comes late moves what a hand is about to press. */}
            <Checkbox
              isDisabled={hasKeychain === null}
              isSelected={plan.withKeychain}
              onChange={(withKeychain) =>
                onChange({ ...plan, withKeychain, withPassphrase: withKeychain ? plan.withPassphrase : true })
              }
            >
              {t('keys.keychain')}
              <span className="block text-ink-soft text-sm">{t('keys.keychainHint')}</span>
            </Checkbox>
            {plan.withKeychain && (
              <Checkbox
                isSelected={!plan.withPassphrase}
                onChange={(alone) => onChange({ ...plan, withPassphrase: !alone })}
              >
                {t('keys.onlyKeychain')}
              </Checkbox>
            )}
          </div>
        )}
        {hasKeychain === false && <p className="text-ink-soft text-sm">{t('keys.keychainNone')}</p>}
        <div className="flex flex-col gap-1.5">
          <span className="font-semibold text-sm">{t('keys.folder')}</span>
          <div className="flex items-center gap-3 rounded-md bg-sunk px-3 py-2">
            <Folder aria-hidden className="size-4 shrink-0 text-ink-faint" />
            <span className="min-w-0 grow break-all text-sm">{plan.directory}</span>
          </div>
          <Button
            size="small"
            variant="quiet"
            className="-ml-3 self-start"
            onPress={() => void chooseFolder()}
          >
            {t('keys.folderChange')}
          </Button>
        </div>
        {error && <ErrorNotice error={error} onRetry={submit} />}
        <StepFoot
          nextLabel={isPending ? t('keys.making') : t('keys.make')}
          onBack={onBack}
          isPending={isPending}
        />
      </Form>
    </EntranceSheet>
  );
}

/** Whether this computer has a keychain that can be reached; null until that is known. */
function useHasKeychain(): boolean | null {
  const [has, setHas] = useState<boolean | null>(null);
  useEffect(() => {
    let current = true;
    void invoke('vaults.keychainState', {}).then((answer) => {
      if (current) setHas(answer.ok && answer.value.state !== 'unavailable');
    });
    return () => {
      current = false;
    };
  }, []);
  return has;
}
