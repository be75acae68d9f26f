/** How each space packs its texts before they are sealed. Spaces that do not open are left out: they say so elsewhere. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Codec, CompressionChoice } from '../../../shared/contracts/compression.ts';
import type { Space } from '../../../shared/contracts/vaults.ts';
import type { VaultErrorData } from '../../../shared/errors.ts';
import { invoke } from '../../bridge.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Select } from '../../components/select.tsx';
import { useSpaces } from '../../state/spaces.ts';
import { SettingsSection } from './settings-section.tsx';

/** The section; nothing where no space is open. */
export function RoomSettings() {
  const { t } = useTranslation('settings');
  const spaces = useSpaces((store) => store.spaces)?.filter(({ problem }) => problem === null) ?? [];
  if (spaces.length === 0) return null;
  return (
    <SettingsSection title={t('room.title')}>
      <p className="text-ink-soft text-sm">{t('room.body')}</p>
      <div className="grid gap-5 sm:grid-cols-2">
        {spaces.map((space) => (
          <SpaceChoice key={space.id} space={space} />
        ))}
      </div>
    </SettingsSection>
  );
}

/** One space. What main answers is shown, so that a refused change leaves the choice where it was. */
function SpaceChoice({ space }: { readonly space: Space }) {
  const { t } = useTranslation('settings');
  const [choice, setChoice] = useState<CompressionChoice | null>(null);
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<VaultErrorData | null>(null);

  useEffect(() => {
    let isCurrent = true;
    void invoke('spaces.compression', { spaceId: space.id }).then((answer) => {
      if (!isCurrent) return;
      if (answer.ok) setChoice(answer.value);
      else setError(answer.error);
    });
    return () => {
      isCurrent = false;
    };
  }, [space.id]);

  const choose = async (codec: Codec) => {
    // Choosing what is chosen would write a receipt of nothing.
    if (codec === choice?.codec) return;
    setPending(true);
    const answer = await invoke('spaces.setCompression', { spaceId: space.id, codec });
    setPending(false);
    setError(answer.ok ? null : answer.error);
    if (answer.ok) setChoice(answer.value);
  };

  // A choice made elsewhere, which this runtime lacks, stays to be seen among the others.
  const offered = choice && [...new Set([...choice.available, choice.codec])];
  return (
    <div className="flex min-w-0 flex-col gap-3">
      {choice && offered && (
        <Select
          label={space.name}
          value={choice.codec}
          isDisabled={isPending}
          onChange={(codec) => void choose(codec)}
          choices={offered.map((value) => ({ value, label: t(`room.codecs.${value}`) }))}
        />
      )}
      {error && <ErrorNotice error={error} />}
    </div>
  );
}
