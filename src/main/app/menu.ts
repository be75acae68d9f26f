/**
 * The application menu. What the page can do, it is asked to do by an event; the rest are Electron's own roles.
 *
 * Keys that belong to writing (`/`, Ctrl-K) stay the page's own and are only named here where the system shows them.
 */
import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { EventPayload } from '../../shared/channels.ts';
import type { Texts } from './texts.ts';

type Command = EventPayload<'menu.command'>['command'];

export interface MenuOptions {
  readonly texts: Texts;
  readonly send: (command: Command) => void;
  /** Reload and the developer tools: in development only. */
  readonly development: boolean;
}

export function showMenu({ texts, send, development }: MenuOptions): void {
  const command = (label: string, name: Command, accelerator: string): MenuItemConstructorOptions => ({
    label,
    accelerator,
    click: () => send(name),
  });
  const separator: MenuItemConstructorOptions = { type: 'separator' };

  const file = [
    command(texts.newMemory, 'new-memory', 'CmdOrCtrl+N'),
    command(texts.import, 'import', 'CmdOrCtrl+I'),
    separator,
    command(texts.settings, 'settings', 'CmdOrCtrl+,'),
    command(texts.lock, 'lock', 'CmdOrCtrl+L'),
    separator,
    { role: 'quit', label: texts.quit },
  ] satisfies MenuItemConstructorOptions[];

  const edit = [
    { role: 'undo', label: texts.undo },
    { role: 'redo', label: texts.redo },
    separator,
    { role: 'cut', label: texts.cut },
    { role: 'copy', label: texts.copy },
    { role: 'paste', label: texts.paste },
    { role: 'selectAll', label: texts.selectAll },
  ] satisfies MenuItemConstructorOptions[];

  const view = [
    command(texts.search, 'search', 'CmdOrCtrl+F'),
    command(texts.palette, 'palette', 'CmdOrCtrl+K'),
    separator,
    { role: 'resetZoom', label: texts.actualSize },
    { role: 'zoomIn', label: texts.zoomIn },
    { role: 'zoomOut', label: texts.zoomOut },
    { role: 'togglefullscreen', label: texts.fullScreen },
  ] satisfies MenuItemConstructorOptions[];
  const tools = [
    separator,
    { role: 'toggleDevTools', label: texts.developerTools },
  ] satisfies MenuItemConstructorOptions[];

  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(process.platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
      { label: texts.file, submenu: file },
      { label: texts.edit, submenu: edit },
      { label: texts.view, submenu: development ? [...view, ...tools] : view },
    ]),
  );
}
