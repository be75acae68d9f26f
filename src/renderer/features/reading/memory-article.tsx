/** A memory as it is read: when, what, who with, the text, what is attached, and the slip that vouches for it. */
import { HardDrive } from 'lucide-react';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Memory } from '../../../shared/contracts/memories.ts';
import { BandMark } from '../../components/band-mark.tsx';
import { DateText } from '../../components/date-text.tsx';
import { PersonChip } from '../../components/person-chip.tsx';
import { Tag } from '../../components/tag.tsx';
import { formatHere, formatTime } from '../../i18n/dates.ts';
import { MemoryMood } from '../moods/memory-mood.tsx';
import { ComingUp } from '../upcoming/coming-up.tsx';
import { AttachmentList } from './attachment-list.tsx';
import { attachmentFor } from './attachment-names.ts';
import { useKindName } from './kind-name.ts';
import { MemoryReceipt } from './memory-receipt.tsx';
import { MemoryText } from './memory-text.tsx';
import { openTitle } from './open-title.ts';
import { wikiPieces } from './wiki-links.ts';

interface MemoryArticleProps {
  readonly memory: Memory;
  readonly onTag: (tag: string) => void;
  readonly onPerson: (person: string) => void;
}

/** The whole memory. Its h2 can take focus, so that opening it by keyboard leads into it. */
export function MemoryArticle({ memory, onTag, onPerson }: MemoryArticleProps) {
  const { t, i18n } = useTranslation(['reading', 'common']);
  const kindName = useKindName();
  const { spaceId } = memory;
  const follow = useCallback((title: string) => void openTitle(spaceId, title), [spaceId]);
  return (
    <article className="mx-auto flex w-full max-w-[40rem] flex-col gap-6 px-6 pt-2 pb-16">
      <header className="flex flex-col gap-3">
        <p className="flex flex-wrap items-baseline gap-x-2 text-ink-soft">
          <DateText at={memory.at} />
          {!memory.dateOnly && (
            <span className="tabular-nums">{formatTime(memory.at, 'hour', i18n.language)}</span>
          )}
        </p>
        <h2
          id="memory-title"
          tabIndex={-1}
          dir="auto"
          className={`break-words font-semibold font-serif text-2xl outline-none ${memory.title === '' ? 'text-ink-faint italic' : ''}`}
        >
          {memory.title || t('untitled')}
        </h2>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2 text-ink-soft text-sm">
          <BandMark band={memory.band} />
          <span>{kindName(memory.kind)}</span>
          {memory.people.length > 0 && (
            <ul aria-label={t('people')} className="flex flex-wrap gap-1.5">
              {memory.people.map((person) => (
                <li key={person}>
                  <PersonChip name={person} onPress={() => onPerson(person)} />
                </li>
              ))}
            </ul>
          )}
        </div>
        {memory.staysOnDevice && (
          <p className="flex items-center gap-2 rounded-md bg-sunk px-3 py-2 text-ink-soft text-sm">
            <HardDrive aria-hidden className="size-4 shrink-0" />
            {t('common:band.staysHere')}
          </p>
        )}
      </header>
      <ComingUp
        spaceId={spaceId}
        people={memory.people}
        tags={memory.tags}
        text={`${memory.title}\n${memory.text}`}
      />
      {memory.text.trim() === '' ? (
        <p className="text-ink-faint italic">{t('emptyText')}</p>
      ) : (
        <MemoryText key={`${memory.id} ${memory.version}`} memory={memory} onOpenTitle={follow} />
      )}
      <AttachmentList spaceId={spaceId} attachments={notShownInText(memory)} />
      {memory.tags.length > 0 && (
        <ul aria-label={t('tags')} className="flex flex-wrap gap-1.5">
          {memory.tags.map((tag) => (
            <li key={tag}>
              <Tag onPress={() => onTag(tag)}>{tag}</Tag>
            </li>
          ))}
        </ul>
      )}
      <MemoryMood memory={memory} />
      <footer className="flex flex-col gap-3 border-line border-t pt-5">
        <p className="text-ink-soft text-sm">
          {t('writtenBy', { name: memory.author.name })}
          {', '}
          {t('edited', { when: formatHere(memory.updatedAt, i18n.language) })}
        </p>
        <MemoryReceipt memory={memory} />
      </footer>
    </article>
  );
}

/** Characters of the text in which pictures are looked for; beyond it no Markdown is set either. */
const LOOKED_THROUGH = 24_000;
const PICTURE = /!\[[^\]\n]{0,500}\]\(\s*(?:<([^>\n]{1,500})>|([^\s)]{1,500}))/gu;

/** Attachments that no picture in the text shows already. */
function notShownInText(memory: Memory) {
  const text = memory.text.slice(0, LOOKED_THROUGH);
  const named = [
    ...Array.from(text.matchAll(PICTURE), (match) => match[1] ?? match[2] ?? ''),
    ...wikiPieces(text).flatMap((piece) => (piece.kind === 'embed' ? piece.name : [])),
  ];
  const shown = new Set(named.map((name) => attachmentFor(name, memory.attachments)?.id));
  return memory.attachments.filter((attachment) => !shown.has(attachment.id));
}
