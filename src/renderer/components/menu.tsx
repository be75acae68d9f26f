/** A few more things to do, behind one button. */
import { Ellipsis, type LucideIcon } from 'lucide-react';
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { IconButton } from './button.tsx';

interface MenuEntry {
  readonly id: string;
  readonly label: string;
  readonly icon?: LucideIcon;
  readonly isDanger?: boolean;
  readonly isDisabled?: boolean;
  readonly run: () => void;
}

interface MenuProps {
  /** The name of the button that opens it. */
  readonly label: string;
  readonly icon?: LucideIcon;
  readonly entries: readonly MenuEntry[];
}

/** A button with a menu under it. */
export function Menu({ label, icon = Ellipsis, entries }: MenuProps) {
  return (
    <MenuTrigger>
      <IconButton icon={icon} label={label} />
      <Popover
        placement="bottom end"
        className="min-w-44 entering:animate-appear rounded-md border border-line bg-raised shadow-lifted"
      >
        <AriaMenu className="p-1 outline-none">
          {entries.map(({ id, label: name, icon: Icon, isDanger = false, isDisabled = false, run }) => (
            <MenuItem
              key={id}
              id={id}
              textValue={name}
              isDisabled={isDisabled}
              onAction={run}
              className={`flex cursor-default items-center gap-2.5 rounded px-2.5 py-1.5 text-base focus:bg-hover disabled:opacity-50 ${isDanger ? 'text-red' : 'text-ink'}`}
            >
              {Icon && <Icon aria-hidden className="size-4 shrink-0" />}
              {name}
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
