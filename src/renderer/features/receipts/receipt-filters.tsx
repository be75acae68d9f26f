/** Narrows the list: what was done, of which kind, by whom, since when. */
import { FilterX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { Select } from '../../components/select.tsx';
import { useCurrentSpace } from '../../state/spaces.ts';
import { ACTION_GROUP_NAMES } from './action-groups.ts';
import { isFiltered, KIND_CHOICES, NO_FILTER, type ReceiptFilter, SPANS } from './receipt-filter.ts';

interface ReceiptFiltersProps {
  readonly filter: ReceiptFilter;
  readonly onChange: (filter: ReceiptFilter) => void;
}

/** Four choices in a row; at 720 pixels two and two. */
export function ReceiptFilters({ filter, onChange }: ReceiptFiltersProps) {
  const { t } = useTranslation('receipts');
  const people = useCurrentSpace()?.people ?? [];
  return (
    <section aria-label={t('filter.title')} className="flex flex-wrap items-end gap-3 pt-4 pb-3">
      <Select
        label={t('filter.group')}
        className="min-w-40 flex-1"
        value={filter.group}
        choices={(['any', ...ACTION_GROUP_NAMES] as const).map((value) => ({
          value,
          label: t(`filter.groups.${value}`),
        }))}
        onChange={(group) => onChange({ ...filter, group })}
      />
      <Select
        label={t('filter.kind')}
        className="min-w-40 flex-1"
        value={filter.kind}
        choices={KIND_CHOICES.map((value) => ({ value, label: t(`filter.kinds.${value}`) }))}
        onChange={(kind) => onChange({ ...filter, kind })}
      />
      <Select
        label={t('filter.person')}
        className="min-w-32 flex-1"
        value={filter.person}
        choices={[
          { value: 'any', label: t('filter.anyone') },
          ...people.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={(person) => onChange({ ...filter, person })}
      />
      <Select
        label={t('filter.span')}
        className="min-w-32 flex-1"
        value={filter.span}
        choices={SPANS.map((value) => ({ value, label: t(`filter.spans.${value}`) }))}
        onChange={(span) => onChange({ ...filter, span })}
      />
      {isFiltered(filter) && (
        <Button variant="quiet" icon={FilterX} onPress={() => onChange(NO_FILTER)}>
          {t('filter.clear')}
        </Button>
      )}
    </section>
  );
}
