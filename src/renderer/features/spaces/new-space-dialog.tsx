/** Making a space: for whom, its name, and who else is in it. */
import { useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { TIERS, type Tier } from '../../../shared/bands.ts';
import { spaceNameSchema } from '../../../shared/contracts/primitives.ts';
import type { VaultErrorData } from '../../../shared/errors.ts';
import { invoke } from '../../bridge.ts';
import { Button } from '../../components/button.tsx';
import { ChoiceCards } from '../../components/choice-cards.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { NameList } from '../../components/name-list.tsx';
import { TextField } from '../../components/text-field.tsx';
import { useSpaces } from '../../state/spaces.ts';
import { useWindow } from '../../state/window.ts';
import { openSpace } from './space-list.tsx';
import { TIER_ICONS } from './tier-icons.ts';

const FORM_ID = 'new-space';

/** Rendered once by the house; opened through `useWindow`. */
export function NewSpaceDialog() {
  const { t } = useTranslation(['spaces', 'common']);
  const isOpen = useWindow((store) => store.open === 'new-space');
  const close = useWindow((store) => store.close);
  const [pending, setPending] = useState(false);
  return (
    <Dialog
      title={t('dialog.title')}
      isOpen={isOpen}
      onClose={close}
      footer={
        <>
          <Button variant="quiet" onPress={close}>
            {t('common:action.cancel')}
          </Button>
          <Button variant="primary" type="submit" form={FORM_ID} isPending={pending}>
            {t('dialog.submit')}
          </Button>
        </>
      }
    >
      <NewSpaceForm onPending={setPending} />
    </Dialog>
  );
}

/** Inside the dialog, so that every opening starts afresh. */
function NewSpaceForm({ onPending }: { readonly onPending: (pending: boolean) => void }) {
  const { t } = useTranslation('spaces');
  const [tier, setTier] = useState<Tier>('selective');
  const [name, setName] = useState('');
  const [people, setPeople] = useState<readonly string[]>([]);
  const [tried, setTried] = useState(false);
  const [error, setError] = useState<VaultErrorData | null>(null);
  const nameIsGood = spaceNameSchema.safeParse(name).success;

  const submit = async () => {
    setTried(true);
    if (!nameIsGood) return;
    onPending(true);
    const answer = await invoke('spaces.create', {
      tier,
      name: name.trim(),
      people: tier === 'personal' ? [] : [...people],
    });
    if (answer.ok) await useSpaces.getState().load();
    onPending(false);
    if (answer.ok) openSpace(answer.value.id);
    else setError(answer.error);
  };

  return (
    <Form
      id={FORM_ID}
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <ChoiceCards
        label={t('dialog.tier')}
        value={tier}
        onChange={setTier}
        choices={TIERS.map((value) => ({
          value,
          icon: TIER_ICONS[value],
          label: t(`tier.${value}`),
          description: t(`meaning.${value}`),
        }))}
      />
      <TextField
        label={t('dialog.name')}
        description={t('dialog.nameHint')}
        error={
          tried && !nameIsGood
            ? t(name.trim() === '' ? 'dialog.nameMissing' : 'dialog.nameInvalid')
            : undefined
        }
        value={name}
        onChange={setName}
        maxLength={80}
        autoFocus
        autoComplete="off"
      />
      {tier !== 'personal' && (
        <NameList
          label={t('dialog.people')}
          description={t('dialog.peopleHint')}
          addLabel={t('dialog.addPerson')}
          removeLabel={(person) => t('dialog.removePerson', { name: person })}
          names={people}
          onChange={setPeople}
        />
      )}
      {error && <ErrorNotice error={error} onRetry={() => void submit()} />}
    </Form>
  );
}
