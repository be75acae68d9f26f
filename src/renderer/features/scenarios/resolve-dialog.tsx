/** What really came: yes or no for each outcome, how close it was, and how it went in words. */
import { useState } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Scenario } from '../../../shared/contracts/scenarios.ts';
import { LIMITS } from '../../../shared/limits.ts';
import { invoke } from '../../bridge.ts';
import { TextArea } from '../../components/text-area.tsx';
import { FormDialog } from '../planning/form-dialog.tsx';
import { ShareSlider } from './share-slider.tsx';

interface ResolveDialogProps {
  readonly scenario: Scenario;
  readonly onClose: () => void;
}

export function ResolveDialog({ scenario, onClose }: ResolveDialogProps) {
  const { t } = useTranslation('scenarios');
  const [came, setCame] = useState<readonly (boolean | null)[]>(() => scenario.outcomes.map(() => null));
  const [closeness, setCloseness] = useState(0.5);
  const [note, setNote] = useState('');
  const [tried, setTried] = useState(false);
  const [idempotencyKey] = useState(() => crypto.randomUUID());

  const save = () => {
    setTried(true);
    const known = came.flatMap((one) => (one === null ? [] : [one]));
    if (known.length !== scenario.outcomes.length) return null;
    const { spaceId, id, version } = scenario;
    const resolution = { note, came: known, closeness };
    return invoke('scenarios.resolve', { spaceId, id, version, resolution, idempotencyKey });
  };

  return (
    <FormDialog title={t('resolve.title')} saveLabel={t('resolve.save')} onSave={save} onClose={onClose}>
      <p dir="auto" className="break-words font-serif text-lg">
        {t('whatIf', { title: scenario.title })}
      </p>
      <div className="flex flex-col gap-3">
        {scenario.outcomes.map((outcome, index) => (
          <RadioGroup
            // biome-ignore lint/suspicious/noArrayIndexKey: outcomes do not move while this is open.
            key={index}
            orientation="horizontal"
            value={came[index] === null ? null : String(came[index])}
            isInvalid={tried && came[index] === null}
            onChange={(chosen) => setCame(came.with(index, chosen === 'true'))}
            className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 rounded-md bg-sunk px-3 py-2"
          >
            <Label className="min-w-0 grow break-words font-serif">
              {outcome.text}
              {tried && came[index] === null && (
                <span className="block font-sans text-red text-sm">{t('resolve.missing')}</span>
              )}
            </Label>
            <div className="flex gap-2">
              {(['true', 'false'] as const).map((value) => (
                <Radio
                  key={value}
                  value={value}
                  className="cursor-default rounded-full border border-line-strong bg-raised px-3 py-1 text-sm hover:bg-hover selected:border-fill selected:bg-fill selected:text-on-fill focus-visible:outline-2 focus-visible:outline-accent focus-visible:outline-offset-2"
                >
                  {t(value === 'true' ? 'resolve.came' : 'resolve.cameNot')}
                </Radio>
              ))}
            </div>
          </RadioGroup>
        ))}
      </div>
      <ShareSlider
        label={t('resolve.closeness')}
        value={closeness}
        onChange={setCloseness}
        from={t('resolve.different')}
        to={t('resolve.same')}
      />
      <TextArea
        reading
        label={t('resolve.note')}
        rows={3}
        value={note}
        maxLength={LIMITS.noteLength}
        onChange={setNote}
      />
    </FormDialog>
  );
}
