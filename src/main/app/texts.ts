/**
 * The words of the application menu, the folder dialogs and the messages that main itself shows.
 *
 * The page has its own, larger table. Both languages have the same keys: one that is missing does not compile.
 */
import type { Settings } from '../../shared/contracts/vaults.ts';

const english = {
  file: 'File',
  newMemory: 'New memory',
  import: 'Import…',
  lock: 'Lock vault',
  settings: 'Settings…',
  quit: 'Quit',
  edit: 'Edit',
  undo: 'Undo',
  redo: 'Redo',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  selectAll: 'Select all',
  view: 'View',
  search: 'Search',
  palette: 'All commands',
  actualSize: 'Actual size',
  zoomIn: 'Larger',
  zoomOut: 'Smaller',
  fullScreen: 'Full screen',
  developerTools: 'Developer tools',
  chooseNewVault: 'Where the vault should lie',
  chooseVault: 'Choose a vault’s folder',
  chooseImportFolder: 'Choose a folder of notes',
  chooseImportFile: 'Choose a file to import',
  exportReceipts: 'Save the receipts',
  exportMetrics: 'Save the figures',
  chooseBackupTarget: 'Choose where backups go',
  chooseBackupSource: 'Choose the folder with the backups',
  chooseRestoreFolder: 'Choose an empty folder for the restored vault',
  importFiles: 'Notes and exports',
  receiptsFileName: 'receipts.jsonl',
  metricsFileName: 'figures.txt',
  vaultsFolder: 'MemoryOS Vaults',
  vaultFallbackName: 'Memories',
  faultTitle: 'Something went wrong inside the app',
  faultKept: 'Nothing you had saved was lost, and drafts are kept. If it happens again, restart the app.',
  pageKeepsFailing:
    'The window has stopped several times in a row. Nothing you had saved was lost, and drafts are kept. Try again, or quit and start the app anew.',
  tryAgain: 'Try again',
  startFailed: 'MemoryOS Vault could not start',
  startFailedKept: 'No vault was opened or changed. Start the app again.',
  preparingDemo: 'preparing the demonstration,',
  demoDevice: 'the kitchen laptop',
  somethingDue: 'Something is due',
  severalDue: '{count} reminders are due',
  reminderDue: 'Due now',
  openToSee: 'Open MemoryOS Vault to see it.',
  ok: 'OK',
};

export type Texts = typeof english;

const german: Texts = {
  file: 'Datei',
  newMemory: 'Neue Erinnerung',
  import: 'Importieren …',
  lock: 'Tresor sperren',
  settings: 'Einstellungen …',
  quit: 'Beenden',
  edit: 'Bearbeiten',
  undo: 'Rückgängig',
  redo: 'Wiederholen',
  cut: 'Ausschneiden',
  copy: 'Kopieren',
  paste: 'Einfügen',
  selectAll: 'Alles auswählen',
  view: 'Ansicht',
  search: 'Suchen',
  palette: 'Alle Befehle',
  actualSize: 'Originalgröße',
  zoomIn: 'Größer',
  zoomOut: 'Kleiner',
  fullScreen: 'Vollbild',
  developerTools: 'Entwicklerwerkzeuge',
  chooseNewVault: 'Wo der Tresor liegen soll',
  chooseVault: 'Ordner eines Tresors wählen',
  chooseImportFolder: 'Ordner mit Notizen wählen',
  chooseImportFile: 'Datei zum Importieren wählen',
  exportReceipts: 'Belege sichern',
  exportMetrics: 'Zahlen sichern',
  chooseBackupTarget: 'Wohin die Sicherungen kommen',
  chooseBackupSource: 'Ordner mit den Sicherungen wählen',
  chooseRestoreFolder: 'Leeren Ordner für den wiederhergestellten Tresor wählen',
  importFiles: 'Notizen und Exporte',
  receiptsFileName: 'belege.jsonl',
  metricsFileName: 'zahlen.txt',
  vaultsFolder: 'MemoryOS-Tresore',
  vaultFallbackName: 'Erinnerungen',
  faultTitle: 'In der App ist etwas schiefgegangen',
  faultKept:
    'Nichts Gesichertes ging verloren, und Entwürfe bleiben erhalten. Wenn es wieder geschieht, starte die App neu.',
  pageKeepsFailing:
    'Das Fenster ist mehrmals hintereinander stehen geblieben. Nichts Gesichertes ging verloren, und Entwürfe bleiben erhalten. Versuch es noch einmal, oder beende die App und starte sie neu.',
  tryAgain: 'Noch einmal versuchen',
  startFailed: 'MemoryOS Vault konnte nicht starten',
  startFailedKept: 'Kein Tresor wurde geöffnet oder verändert. Starte die App noch einmal.',
  preparingDemo: 'die Vorführung wird vorbereitet,',
  demoDevice: 'dem Küchenlaptop',
  somethingDue: 'Etwas steht an',
  severalDue: '{count} Vorhaben stehen an',
  reminderDue: 'Steht jetzt an',
  openToSee: 'Öffne MemoryOS Vault, um es zu sehen.',
  ok: 'OK',
};

/** @param systemLocale a BCP 47 tag, for who has chosen the system's language */
export function textsFor(language: Settings['language'], systemLocale: string): Texts {
  const chosen = language === 'system' ? systemLocale.toLowerCase().split('-')[0] : language;
  return chosen === 'de' ? german : english;
}
