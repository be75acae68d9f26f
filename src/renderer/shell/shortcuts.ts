/**
 * Keys and menu commands that work everywhere in the open vault.
 *
 * `/` goes to the search box, Ctrl/Cmd-K opens the palette, Alt-Left goes back. The application menu sends
 * its commands as events. Also tells main that somebody is there, so that it does not lock under their hands.
 */
import { useEffect } from 'react';
import type { EventPayload } from '../../shared/channels.ts';
import { invoke, listen } from '../bridge.ts';
import { lockVault } from '../state/lock.ts';
import { useNavigation } from '../state/navigation.ts';
import { useWindow } from '../state/window.ts';
import { SEARCH_BOX_ID } from './search-box.tsx';

type Command = EventPayload<'menu.command'>['command'];

const ACTIVITY_INTERVAL_MS = 20_000;

function focusSearch(): void {
  document.getElementById(SEARCH_BOX_ID)?.focus();
}

const COMMANDS: Readonly<Record<Command, () => void>> = {
  'new-memory': () => useNavigation.getState().go({ page: 'timeline', composing: true }),
  import: () => useNavigation.getState().go({ page: 'import' }),
  lock: () => void lockVault(),
  settings: () => useNavigation.getState().go({ page: 'settings' }),
  search: focusSearch,
  palette: () => useWindow.getState().show('palette'),
  upcoming: () => useNavigation.getState().go({ page: 'upcoming' }),
};

/** Runs a command as the menu would. */
export function runCommand(command: Command): void {
  COMMANDS[command]();
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input, textarea, select, [role="textbox"]'))
  );
}

function onKeyDown(event: KeyboardEvent): void {
  if (
    event.key.toLowerCase() === 'k' &&
    (event.ctrlKey || event.metaKey) &&
    !event.altKey &&
    !event.shiftKey
  ) {
    event.preventDefault();
    runCommand('palette');
  } else if (event.key === '/' && !isTyping(event.target) && !document.querySelector('[role$="dialog"]')) {
    event.preventDefault();
    focusSearch();
  } else if (event.key === 'ArrowLeft' && event.altKey && !isTyping(event.target)) {
    event.preventDefault();
    useNavigation.getState().back();
  }
}

/** Listens while the vault is open. */
export function useShortcuts(): void {
  useEffect(() => {
    let lastTold = 0;
    const tell = () => {
      const now = Date.now();
      if (now - lastTold < ACTIVITY_INTERVAL_MS) return;
      lastTold = now;
      void invoke('session.activity', {});
    };
    const stopMenu = listen('menu.command', ({ command }) => runCommand(command));
    const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;
    window.addEventListener('keydown', onKeyDown);
    for (const sign of signs) window.addEventListener(sign, tell, { passive: true });
    return () => {
      stopMenu();
      window.removeEventListener('keydown', onKeyDown);
      for (const sign of signs) window.removeEventListener(sign, tell);
    };
  }, []);
}
