/** The open vault's spaces, kept fresh by main's events. */
import { create } from 'zustand';
import type { Space } from '../../shared/contracts/vaults.ts';
import type { VaultErrorData } from '../../shared/errors.ts';
import { invoke, listen } from '../bridge.ts';
import { useNavigation } from './navigation.ts';
import { onLock } from './on-lock.ts';
import { useSession } from './session.ts';

interface SpacesStore {
  /** Null until the first answer. */
  readonly spaces: readonly Space[] | null;
  readonly error: VaultErrorData | null;
  load(): Promise<void>;
}

/** The folder of the open vault, or null while none is. */
function openDirectory(): string | null {
  const { session } = useSession.getState();
  return session?.state === 'unlocked' ? session.vault.directory : null;
}

export const useSpaces = create<SpacesStore>((set) => ({
  spaces: null,
  error: null,
  async load() {
    const asked = openDirectory();
    const answer = await invoke('spaces.list', {});
    // The answer may arrive after the vault has locked; it must not bring content back.
    if (asked === null || openDirectory() !== asked) return;
    if (!answer.ok) {
      set({ error: answer.error });
      return;
    }
    set({ spaces: answer.value, error: null });
    const { spaceId, adjust } = useNavigation.getState();
    const stillThere = answer.value.some((space) => space.id === spaceId);
    if (!stillThere) adjust({ spaceId: answer.value[0]?.id ?? null, memoryId: null, composing: false });
  },
}));

onLock(() => useSpaces.setState({ spaces: null, error: null }));

const COUNT_DELAY_MS = 1000;

/** Loads the spaces and follows them; counts follow changes of memories a second late, gathered. */
export function followSpaces(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const load = () => void useSpaces.getState().load();
  const stopSpaces = listen('spaces.changed', load);
  const stopMemories = listen('memories.changed', () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      load();
    }, COUNT_DELAY_MS);
  });
  load();
  return () => {
    clearTimeout(timer);
    stopSpaces();
    stopMemories();
  };
}

/** The space that is looked at, or null. */
export function useCurrentSpace(): Space | null {
  const spaceId = useNavigation((place) => place.spaceId);
  return useSpaces((store) => store.spaces?.find((space) => space.id === spaceId) ?? null);
}
