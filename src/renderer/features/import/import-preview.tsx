/** What will come in: how much, from when to when, a few samples, and what will stay out. */
import { useTranslation } from 'react-i18next';
import type { ImportPreview as Preview } from '../../../shared/contracts/imports.ts';
import { DateText } from '../../components/date-text.tsx';
import { formatTime } from '../../i18n/dates.ts';
import { formatBytes } from '../reading/byte-size.ts';
import { RefusalList } from './refusal-list.tsx';

/** The preview, read before anything is written. */
export function ImportPreview({ preview }: { readonly preview: Preview }) {
  const { t, i18n } = useTranslation('import');
  const { earliest, latest } = preview;
  const facts = [
    t('factMemories', { count: preview.memories }),
    ...(preview.attachments > 0 ? [t('factAttachments', { count: preview.attachments })] : []),
    ...(preview.tags > 0 ? [t('factTags', { count: preview.tags })] : []),
    ...(preview.people > 0 ? [t('factPeople', { count: preview.people })] : []),
    formatBytes(preview.bytes, i18n.language),
  ];
  return (
    <section aria-label={t('preview')} className="flex flex-col gap-4">
      <div>
        <h2 className="font-semibold font-serif text-lg">{t('preview')}</h2>
        <p className="text-ink-soft">
          {t(`format.${preview.format}`)}
          {': '}
          {new Intl.ListFormat(i18n.language).format(facts)}
        </p>
        {earliest !== null && latest !== null && (
          <p className="text-ink-soft">
            {t('span', {
              from: formatTime(earliest, 'short', i18n.language),
              to: formatTime(latest, 'short', i18n.language),
            })}
          </p>
        )}
        {preview.partial && <p className="text-ink-soft text-sm italic">{t('partial')}</p>}
      </div>
      {preview.samples.length > 0 && (
        <ul aria-label={t('samples')} className="grid @2xl/page:grid-cols-2 gap-3">
          {preview.samples.map((sample, index) => (
            <li
              // biome-ignore lint/suspicious/noArrayIndexKey: samples may be alike and never move.
              key={index}
              className="flex min-w-0 flex-col gap-1 rounded-sm border border-line bg-raised px-4 py-3 shadow-slip"
            >
              <DateText at={sample.at} style="short" className="text-ink-soft text-xs" />
              <span dir="auto" className="truncate font-semibold font-serif">
                {sample.title || t('untitled')}
              </span>
              <span dir="auto" className="line-clamp-3 break-words text-ink-soft text-sm">
                {sample.excerpt}
              </span>
            </li>
          ))}
        </ul>
      )}
      <RefusalList
        isForecast
        refused={preview.refused}
        total={preview.refused.length}
        isOpen={preview.memories === 0}
      />
    </section>
  );
}
