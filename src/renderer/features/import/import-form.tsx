/** Choosing what to bring in and where to, looking at it first, and starting. */
import { FileText, FolderOpen } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BANDS, type Band, staysOnDevice } from '../../../shared/bands.ts';
import {
  IMPORT_FORMATS,
  type ImportFormat,
  type ImportRequest,
  type ImportPreview as Preview,
} from '../../../shared/contracts/imports.ts';
import type { Space } from '../../../shared/contracts/vaults.ts';
import type { VaultErrorData } from '../../../shared/errors.ts';
import { invoke } from '../../bridge.ts';
import { BandMark } from '../../components/band-mark.tsx';
import { Button } from '../../components/button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Select } from '../../components/select.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { ImportPreview } from './import-preview.tsx';

const BY_DEFAULT: Band = 'GREEN';

interface ImportFormProps {
  readonly spaces: readonly Space[];
  readonly space: Space;
}

/** The form; after starting it is empty again. */
export function ImportForm({ spaces, space }: ImportFormProps) {
  const { t } = useTranslation(['import', 'common']);
  const [path, setPath] = useState<string | null>(null);
  const [format, setFormat] = useState<ImportFormat | 'auto'>('auto');
  const [spaceId, setSpaceId] = useState(space.id);
  const [band, setBand] = useState<Band>(BY_DEFAULT);
  const [failure, setFailure] = useState<VaultErrorData | null>(null);
  const [isStarting, setStarting] = useState(false);
  const { preview, error, retry } = usePreview(path, spaceId, format, band);
  const target = spaces.find((one) => one.id === spaceId) ?? space;

  const choose = async (what: 'folder' | 'file') => {
    const answer = await invoke('imports.choose', { what });
    setFailure(answer.ok ? null : answer.error);
    if (answer.ok && answer.value.path !== null) setPath(answer.value.path);
  };

  const start = async () => {
    if (path === null) return;
    setStarting(true);
    const answer = await invoke('imports.start', { path, spaceId, format, band });
    setStarting(false);
    setFailure(answer.ok ? null : answer.error);
    if (answer.ok) setPath(null);
  };

  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-wrap items-center gap-3">
        <Button icon={FolderOpen} onPress={() => void choose('folder')}>
          {t('chooseFolder')}
        </Button>
        <Button icon={FileText} onPress={() => void choose('file')}>
          {t('chooseFile')}
        </Button>
        {path !== null && <bdi className="min-w-0 break-all text-ink-soft text-sm">{path}</bdi>}
      </div>
      {failure !== null && <ErrorNotice error={failure} />}
      {path === null ? (
        <FormatGuide />
      ) : (
        <>
          <div className="grid @2xl/page:grid-cols-3 gap-4">
            <Select
              label={t('formatLabel')}
              value={format}
              choices={[
                { value: 'auto', label: t('format.auto') },
                ...IMPORT_FORMATS.map((one) => ({ value: one, label: t(`format.${one}`) })),
              ]}
              onChange={setFormat}
            />
            <Select
              label={t('into')}
              value={spaceId}
              choices={spaces.map((one) => ({ value: one.id, label: one.name }))}
              onChange={setSpaceId}
            />
            <Select
              label={t('bandLabel')}
              description={staysOnDevice(target.tier, band) ? t('staysHere') : t('bandHint')}
              value={band}
              choices={BANDS.map((one) => ({
                value: one,
                label: t(`common:band.${one}.name`),
                content: <BandMark band={one} />,
              }))}
              onChange={setBand}
            />
          </div>
          {error !== null && <ErrorNotice error={error} onRetry={retry} />}
          {error === null && preview === null && (
            <div role="status" className="flex flex-col gap-3">
              <p className="text-ink-soft">{t('looking')}</p>
              <Skeleton lines={6} />
            </div>
          )}
          {preview !== null && <ImportPreview preview={preview} />}
          <div className="flex gap-2">
            <Button
              variant="primary"
              isDisabled={preview === null || preview.memories === 0 || isStarting}
              onPress={() => void start()}
            >
              {t('start')}
            </Button>
            <Button variant="quiet" onPress={() => setPath(null)}>
              {t('common:action.cancel')}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}

/** What can be brought in, in a few lines, while nothing is chosen. */
function FormatGuide() {
  const { t } = useTranslation('import');
  return (
    <dl className="grid @2xl/page:grid-cols-2 gap-x-8 gap-y-4 border-line border-t pt-5">
      {IMPORT_FORMATS.map((format) => (
        <div key={format}>
          <dt className="font-semibold">{t(`format.${format}`)}</dt>
          <dd className="text-ink-soft text-sm">{t(`guide.${format}`)}</dd>
        </div>
      ))}
    </dl>
  );
}

interface LoadedPreview {
  readonly preview: Preview | null;
  readonly error: VaultErrorData | null;
  readonly retry: () => void;
}

/** Asks for a preview whenever what is asked for changes; the newest question wins. */
function usePreview(
  path: string | null,
  spaceId: string,
  format: ImportRequest['format'],
  band: Band,
): LoadedPreview {
  const [preview, setPreview] = useState<Preview | null>(null);
  const [error, setError] = useState<VaultErrorData | null>(null);
  const [round, setRound] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` asks again after a failure.
  useEffect(() => {
    setPreview(null);
    setError(null);
    if (path === null) return;
    let wanted = true;
    void invoke('imports.preview', { path, spaceId, format, band }).then((answer) => {
      if (!wanted) return;
      if (answer.ok) setPreview(answer.value);
      else setError(answer.error);
    });
    return () => {
      wanted = false;
    };
  }, [path, spaceId, format, band, round]);

  return { preview, error, retry: () => setRound(round + 1) };
}
