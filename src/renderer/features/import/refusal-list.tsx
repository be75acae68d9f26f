/** What did not come in, each with its fate. */
import { useTranslation } from 'react-i18next';
import type { Refusal } from '../../../shared/contracts/imports.ts';
import { type ErrorCode, errorCodeSchema } from '../../../shared/errors.ts';

interface RefusalListProps {
  readonly refused: readonly Refusal[];
  /** All there are, where only the first are listed. */
  readonly total: number;
  readonly isOpen?: boolean;
  /** True before anything was written. */
  readonly isForecast?: boolean;
}

type OwnCode = Exclude<Refusal['code'], ErrorCode> | 'TOO_LARGE';

/** Codes that importing and the rest of the app share are worded once, with the errors. */
function isShared(code: Refusal['code']): code is Exclude<ErrorCode, 'TOO_LARGE'> {
  return code !== 'TOO_LARGE' && errorCodeSchema.safeParse(code).success;
}

/** Opened on demand: the counts above it are what most people want to know. */
export function RefusalList({ refused, total, isOpen = false, isForecast = false }: RefusalListProps) {
  const { t } = useTranslation(['import', 'errors']);
  if (total === 0) return null;
  const words = (code: Refusal['code']): string =>
    isShared(code) ? t(`errors:${code}.message`) : t(`refusal.${code satisfies OwnCode}`);
  return (
    <details open={isOpen} className="text-sm">
      <summary className="w-fit cursor-pointer rounded font-semibold">
        {isForecast ? t('willStayOut', { count: total }) : t('refusedCount', { count: total })}
      </summary>
      <ul className="mt-2 flex max-h-72 flex-col gap-1.5 overflow-y-auto">
        {refused.map((refusal, index) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: one source can be refused twice; the list only grows.
            key={index}
            className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-x-4 [content-visibility:auto]"
          >
            <bdi className="break-all">{refusal.source}</bdi>
            <span className="text-ink-soft">{words(refusal.code)}</span>
          </li>
        ))}
      </ul>
      {refused.length < total && (
        <p className="mt-2 text-ink-soft">{t('moreRefused', { count: total - refused.length })}</p>
      )}
    </details>
  );
}
