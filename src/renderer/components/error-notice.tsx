/**
 * An error where it happened: what happened and what was kept, what to do next, and the way out as buttons.
 *
 * The words come from our translations by code; main's English sentence is never shown, its details (a
 * path, a count) stand below where they help.
 */
import { CircleAlert, RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { VaultErrorData } from '../../shared/errors.ts';
import { Button } from './button.tsx';
import { errorWords } from './error-words.ts';

interface ErrorNoticeProps {
  readonly error: VaultErrorData;
  /** Shown as "Try again" where main says that trying again can help. */
  readonly onRetry?: (() => void) | undefined;
  /** Other ways out. */
  readonly actions?: ReactNode;
  /** Replaces the general hint where this place knows better. */
  readonly hint?: string;
}

/** Details that are names of places, in the order in which they help. */
const PLACES = ['path', 'directory', 'file', 'keptAs'] as const;

/** The error in words, with the way out. Announced when it appears. */
export function ErrorNotice({ error, onRetry, actions, hint }: ErrorNoticeProps) {
  const { t } = useTranslation(['errors', 'common']);
  const words = errorWords(t, error);
  const places = PLACES.flatMap((name) => {
    const value = error.details?.[name];
    return typeof value === 'string' ? [value] : [];
  });
  const retry = error.retryable ? onRetry : undefined;
  return (
    <div role="alert" className="flex gap-3 rounded-lg border border-red/30 bg-red-wash px-4 py-3 text-ink">
      <CircleAlert aria-hidden className="mt-0.5 size-5 shrink-0 text-red" />
      <div className="flex min-w-0 flex-col gap-1">
        <p className="font-semibold">{words.message}</p>
        <p className="text-ink-soft">{hint ?? words.hint}</p>
        {places.map((place) => (
          <p key={place} className="break-all text-ink-soft text-sm">
            {place}
          </p>
        ))}
        {(retry || actions) && (
          <div className="flex flex-wrap gap-2 pt-2">
            {retry && (
              <Button size="small" icon={RotateCw} onPress={retry}>
                {t('common:action.retry')}
              </Button>
            )}
            {actions}
          </div>
        )}
      </div>
    </div>
  );
}
