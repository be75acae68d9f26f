/** The menu under the right button: what can be done with the text there. Nothing where there is no text. */
import { Menu, type MenuItemConstructorOptions, type WebContents } from 'electron';
import type { Texts } from './texts.ts';

export function followContextMenu(contents: WebContents, texts: () => Texts): void {
  contents.on('context-menu', (_event, { isEditable, selectionText, editFlags }) => {
    const { cut, copy, paste, selectAll } = texts();
    const writing: MenuItemConstructorOptions[] = [
      { role: 'cut', label: cut, enabled: editFlags.canCut },
      { role: 'copy', label: copy, enabled: editFlags.canCopy },
      { role: 'paste', label: paste, enabled: editFlags.canPaste },
      { type: 'separator' },
      { role: 'selectAll', label: selectAll },
    ];
    const reading: MenuItemConstructorOptions[] = [{ role: 'copy', label: copy }];
    if (isEditable) Menu.buildFromTemplate(writing).popup();
    else if (selectionText.trim() !== '') Menu.buildFromTemplate(reading).popup();
  });
}
