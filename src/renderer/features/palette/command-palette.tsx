/** Ctrl/Cmd-K: everything by name. What matches nothing can be searched for. */
import { Search } from 'lucide-react';
import { useMemo, useState } from 'react';
import {
  Autocomplete,
  Dialog,
  Header,
  Heading,
  Input,
  Menu,
  MenuItem,
  MenuSection,
  Modal,
  ModalOverlay,
  SearchField,
  useFilter,
} from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useNavigation } from '../../state/navigation.ts';
import { useSpaces } from '../../state/spaces.ts';
import { useWindow } from '../../state/window.ts';
import { type PaletteCommand, paletteGroups } from './commands.ts';

/** Rendered once by the house; opened through `useWindow`. */
export function CommandPalette() {
  const { t } = useTranslation('palette');
  const isOpen = useWindow((store) => store.open === 'palette');
  const close = useWindow((store) => store.close);
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) close();
      }}
      isDismissable
      className="fixed inset-0 z-40 flex entering:animate-appear items-start justify-center bg-veil p-4 pt-[12vh]"
    >
      <Modal className="w-full max-w-lg entering:animate-rise">
        <Dialog className="flex max-h-[60vh] flex-col overflow-hidden rounded-xl bg-raised shadow-lifted outline-none">
          <Heading slot="title" className="sr-only">
            {t('title')}
          </Heading>
          <PaletteContent />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

/** Inside the dialog, so that every opening starts with an empty line. */
function PaletteContent() {
  const { t } = useTranslation(['palette', 'common']);
  const spaces = useSpaces((store) => store.spaces);
  const close = useWindow((store) => store.close);
  const [typed, setTyped] = useState('');
  const { contains } = useFilter({ sensitivity: 'base' });

  const groups = useMemo(() => paletteGroups(t, spaces ?? []), [t, spaces]);
  const query = typed.trim();
  const shown = groups
    .map((group) => ({ ...group, commands: group.commands.filter(({ label }) => contains(label, query)) }))
    .filter((group) => group.commands.length > 0);
  const search: PaletteCommand = {
    id: 'search',
    label: t('search', { query }),
    icon: Search,
    run: () => useNavigation.getState().go({ page: 'search', query }),
  };

  // The palette closes first: a command may open another piece of furniture in its place.
  const run = (command: PaletteCommand) => {
    close();
    command.run();
  };

  return (
    <Autocomplete inputValue={typed} onInputChange={setTyped}>
      <SearchField aria-label={t('field')} autoFocus className="border-accent border-b-2">
        <Input
          placeholder={t('field')}
          className="h-13 w-full outline-none bg-transparent px-5 text-lg placeholder:text-ink-faint [&::-webkit-search-cancel-button]:hidden"
        />
      </SearchField>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <div tabIndex={0} className="-outline-offset-2 min-h-0 overflow-y-auto">
        <Menu
          aria-label={t('title')}
          className="p-2 outline-none"
          renderEmptyState={() => <p className="px-3 py-4 text-ink-soft">{t('none')}</p>}
        >
          {shown.map((group) => (
            <MenuSection key={group.id} id={group.id} className="pb-1">
              <Header className="small-caps px-3 pt-1.5 text-ink-faint">{group.label}</Header>
              {group.commands.map((command) => (
                <CommandItem key={command.id} command={command} onRun={run} />
              ))}
            </MenuSection>
          ))}
          {query !== '' && <CommandItem command={search} onRun={run} />}
        </Menu>
      </div>
    </Autocomplete>
  );
}

interface CommandItemProps {
  readonly command: PaletteCommand;
  readonly onRun: (command: PaletteCommand) => void;
}

function CommandItem({ command, onRun }: CommandItemProps) {
  const Icon = command.icon;
  return (
    <MenuItem
      id={command.id}
      textValue={command.label}
      onAction={() => onRun(command)}
      className="flex cursor-default items-center gap-3 rounded-md px-3 py-2 outline-none focus:bg-hover"
    >
      <Icon aria-hidden strokeWidth={1.75} className="size-4 shrink-0 text-ink-faint" />
      <span className="truncate">{command.label}</span>
    </MenuItem>
  );
}
