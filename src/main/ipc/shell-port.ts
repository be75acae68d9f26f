/** What handlers ask of the window's side: the system's dialogs and folders. */
export interface ShellPort {
  /** Where a new vault of this name could lie: a folder that does not exist yet. */
  suggestDirectory(name: string): Promise<string>;
  /** Null where the person chose nothing; the same below. */
  chooseVaultFolder(purpose: 'create' | 'open'): Promise<string | null>;
  chooseImport(what: 'folder' | 'file'): Promise<string | null>;
  chooseReceiptsFile(): Promise<string | null>;
  chooseMetricsFile(): Promise<string | null>;
  /** `to`: where backups go. `from`: where they lie. `into`: where a vault is restored to. */
  chooseBackupFolder(purpose: 'to' | 'from' | 'into'): Promise<string | null>;
  /** Shows a folder in the system's file manager. */
  showFolder(directory: string): Promise<void>;
}
