/** One memory that was found: title, day, the passage with what matched marked, and why it is here. */
import { useTranslation } from 'react-i18next';
import type { SearchHit } from '../../../shared/contracts/memories.ts';
import { BandMark } from '../../components/band-mark.tsx';
import { DateText } from '../../components/date-text.tsx';

import { AnswerThumbs } from './answer-thumbs.tsx';

interface SearchResultProps {
  readonly hit: SearchHit;
  /** Named where several spaces were searched. */
  readonly spaceName: string | null;
  readonly onOpen: () => void;
  /** What I thought of it as an answer; null for nothing. */
  readonly helpful: boolean | null;
  readonly onJudge: (helpful: boolean | null) => void;
}

/** A result; pressed, it opens. */
export function SearchResult({ hit, spaceName, onOpen, helpful, onJudge }: SearchResultProps) {
  const { t } = useTranslation('search');
  const { memory, snippet, why } = hit;
  return (
    <div className="flex gap-1 border-line border-t">
      <button
        type="button"
        onClick={onOpen}
        className="flex min-w-0 grow cursor-default flex-col items-stretch gap-1 px-2 py-4 text-start outline-offset-[-2px] hover:bg-hover"
      >
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span
            dir="auto"
            className={`min-w-0 truncate font-semibold font-serif text-lg ${memory.title === '' ? 'text-ink-soft italic' : ''}`}
          >
            {memory.title || t('untitled')}
          </span>
          <BandMark band={memory.band} compact />
          <span className="grow" />
          <DateText at={memory.at} style="short" className="text-ink-soft text-sm tabular-nums" />
        </span>
        <span dir="auto" className="line-clamp-3 break-words font-serif text-ink-soft">
          {snippet.map((piece, index) =>
            piece.match ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one snippet have no other identity.
              <mark key={index} className="found">
                {piece.text}
              </mark>
            ) : (
              // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one snippet have no other identity.
              <span key={index}>{piece.text}</span>
            ),
          )}
        </span>
        <span className="flex flex-wrap gap-x-3 text-ink-faint text-xs">
          {spaceName !== null && <bdi>{t('inSpace', { space: spaceName })}</bdi>}
          {why.map((reason) => (
            <span key={reason}>{t(`why.${reason}`)}</span>
          ))}
        </span>
      </button>
      <AnswerThumbs title={memory.title || t('untitled')} helpful={helpful} onJudge={onJudge} />
    </div>
  );
}
