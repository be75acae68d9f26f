/** Which memories the timeline shows: by tag, person, band, kind. Chosen ones stand as chips with a way off. */
import { ListFilter, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button as AriaButton, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { BANDS } from '../../../shared/bands.ts';
import type { ChannelOutput } from '../../../shared/channels.ts';
import { KNOWN_KINDS, type MemoryFilter } from '../../../shared/contracts/memories.ts';
import { invoke } from '../../bridge.ts';
import { BandMark } from '../../components/band-mark.tsx';
import { Button } from '../../components/button.tsx';
import { Select } from '../../components/select.tsx';
import { SuggestField } from '../../components/suggest-field.tsx';
import { useKindName } from '../reading/kind-name.ts';

interface FilterBarProps {
  readonly spaceId: string;
  readonly filter: MemoryFilter;
  readonly onChange: (filter: MemoryFilter) => void;
}

type Facets = ChannelOutput<'memories.facets'>;
const ANY = 'any';
const FILTER_KEYS = ['tag', 'person', 'band', 'kind'] as const;
type FilterKey = (typeof FILTER_KEYS)[number];

/** The filter without one of its parts. */
function without(filter: MemoryFilter, key: FilterKey): MemoryFilter {
  const { [key]: _, ...rest } = filter;
  return rest;
}

/** The button that opens the filters, and the chips of those in force; laid out by the header around it. */
export function FilterBar({ spaceId, filter, onChange }: FilterBarProps) {
  const { t } = useTranslation(['timeline', 'common']);
  const kindName = useKindName();
  const words: Readonly<Record<FilterKey, string | undefined>> = {
    tag: filter.tag === undefined ? undefined : `#${filter.tag}`,
    person: filter.person,
    band: filter.band === undefined ? undefined : t(`common:band.${filter.band}.name`),
    kind: filter.kind === undefined ? undefined : kindName(filter.kind),
  };
  const inForce = FILTER_KEYS.flatMap((key) => {
    const word = words[key];
    return word === undefined ? [] : [{ key, word }];
  });
  return (
    <>
      <DialogTrigger>
        <Button size="small" variant="quiet" icon={ListFilter} className="ml-auto">
          {t('filter')}
        </Button>
        <Popover
          placement="bottom end"
          className="w-72 entering:animate-appear rounded-lg border border-line bg-raised shadow-lifted"
        >
          <Dialog aria-label={t('filter')} className="flex flex-col gap-3 p-4 outline-none">
            <FilterFields spaceId={spaceId} filter={filter} onChange={onChange} />
          </Dialog>
        </Popover>
      </DialogTrigger>
      {inForce.length > 0 && (
        <ul aria-label={t('filtersInForce')} className="flex basis-full flex-wrap gap-1.5">
          {inForce.map(({ key, word }) => (
            <li key={key}>
              <AriaButton
                aria-label={t('removeFilter', { filter: word })}
                onPress={() => onChange(without(filter, key))}
                className="inline-flex max-w-40 cursor-default items-center gap-1 rounded-full bg-accent-wash py-0.5 pr-1.5 pl-2.5 text-ink text-xs hover:bg-hover"
              >
                <span className="truncate">{word}</span>
                <X aria-hidden className="size-3.5 shrink-0" />
              </AriaButton>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function FilterFields({ spaceId, filter, onChange }: FilterBarProps) {
  const { t } = useTranslation(['timeline', 'common']);
  const kindName = useKindName();
  const [facets, setFacets] = useState<Facets>({ tags: [], people: [] });

  useEffect(() => {
    let wanted = true;
    void invoke('memories.facets', { spaceId }).then((answer) => {
      if (wanted && answer.ok) setFacets(answer.value);
    });
    return () => {
      wanted = false;
    };
  }, [spaceId]);

  const any = { value: ANY, label: t('any') } as const;
  return (
    <>
      <SuggestField
        label={t('tag')}
        value={filter.tag ?? ''}
        suggestions={facets.tags.map((tag) => tag.value)}
        onChoose={(tag) => onChange(tag === '' ? without(filter, 'tag') : { ...filter, tag })}
      />
      <SuggestField
        label={t('person')}
        value={filter.person ?? ''}
        suggestions={facets.people.map((person) => person.value)}
        onChoose={(person) => onChange(person === '' ? without(filter, 'person') : { ...filter, person })}
      />
      <Select
        label={t('common:band.label')}
        value={filter.band ?? ANY}
        choices={[
          any,
          ...BANDS.map((band) => ({
            value: band,
            label: t(`common:band.${band}.name`),
            content: <BandMark band={band} />,
          })),
        ]}
        onChange={(band) => onChange(band === ANY ? without(filter, 'band') : { ...filter, band })}
      />
      <Select
        label={t('kind')}
        value={filter.kind ?? ANY}
        choices={[any, ...KNOWN_KINDS.map((kind) => ({ value: kind, label: kindName(kind) }))]}
        onChange={(kind) => onChange(kind === ANY ? without(filter, 'kind') : { ...filter, kind })}
      />
      <Button
        size="small"
        variant="quiet"
        isDisabled={FILTER_KEYS.every((key) => filter[key] === undefined)}
        onPress={() => onChange({})}
      >
        {t('clearFilters')}
      </Button>
    </>
  );
}
