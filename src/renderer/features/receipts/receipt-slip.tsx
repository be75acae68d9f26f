/**
 * A receipt as a slip of paper: one sentence (who did what, where, when, and whether it holds), and below it,
 * opened on demand, what a machine would check.
 */
import { Clock, FileBadge, Link2, ShieldAlert, ShieldCheck } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Receipt } from '../../../shared/contracts/receipts.ts';
import { Button } from '../../components/button.tsx';
import { formatHere } from '../../i18n/dates.ts';
import { SentenceText } from './sentence-text.tsx';

const MARKS = {
  verified: { icon: ShieldCheck, look: 'text-green' },
  unsigned: { icon: Clock, look: 'text-ink-faint' },
  broken: { icon: ShieldAlert, look: 'text-red font-semibold' },
} as const;

/** The slots of a sentence, filled with themselves: they are still there after translating. */
const SLOTS = { actor: '{{actor}}', title: '{{title}}', device: '{{device}}', when: '{{when}}' } as const;

interface ReceiptSlipProps {
  readonly receipt: Receipt;
  /** Where the title leads; without it the title is only set. */
  readonly onOpenSubject?: ((memoryId: string) => void) | undefined;
  /** Leads along the chain, to the receipt of a number. */
  readonly onFollow?: (seq: number) => void;
  readonly onSaveProof?: (receipt: Receipt) => void;
  /** The details are unfolded from the start. */
  readonly isOpen?: boolean;
}

/** One slip. */
export function ReceiptSlip({
  receipt,
  onOpenSubject,
  onFollow,
  onSaveProof,
  isOpen = false,
}: ReceiptSlipProps) {
  const { t } = useTranslation('receipts');
  return (
    <div className="rounded-sm border border-line border-dashed bg-raised px-4 py-3 shadow-slip">
      <p className="font-serif text-base leading-relaxed">
        <ReceiptSentence receipt={receipt} onOpenSubject={onOpenSubject} />
      </p>
      <details className="group mt-1" open={isOpen}>
        <summary className="w-fit cursor-pointer rounded text-ink-soft text-sm hover:text-ink">
          {t('details', { seq: receipt.seq })}
        </summary>
        <ReceiptDetails receipt={receipt} onFollow={onFollow} onSaveProof={onSaveProof} />
      </details>
    </div>
  );
}

function ReceiptSentence({ receipt, onOpenSubject }: Pick<ReceiptSlipProps, 'receipt' | 'onOpenSubject'>) {
  const { t, i18n } = useTranslation('receipts');
  const { icon: Icon, look } = MARKS[receipt.verification];
  const { subjectId, subjectTitle } = receipt;
  const sentence =
    receipt.kind === 'ACTION_EXECUTED' || receipt.kind === 'MIGRATED'
      ? t(`sentence.${receipt.action}`, SLOTS)
      : t(`special.${receipt.kind}`, SLOTS);
  const title = subjectTitle === null ? t('aMemory') : <cite>{subjectTitle || t('untitled')}</cite>;
  const opens = onOpenSubject !== undefined && subjectId !== null && subjectTitle !== null;
  return (
    <>
      <SentenceText
        sentence={sentence}
        parts={{
          actor: <bdi className="font-semibold">{receipt.actor.name}</bdi>,
          device: <bdi>{receipt.device.name}</bdi>,
          when: <time dateTime={receipt.at}>{formatHere(receipt.at, i18n.language, 'day')}</time>,
          title: opens ? (
            <button
              type="button"
              className="cursor-pointer text-accent underline underline-offset-3"
              onClick={() => onOpenSubject(subjectId)}
            >
              <bdi>{title}</bdi>
            </button>
          ) : (
            <bdi>{title}</bdi>
          ),
        }}
      />
      {', '}
      <span className={`whitespace-nowrap font-sans text-sm ${look}`}>
        <Icon aria-hidden className="mr-1 inline size-4 align-[-3px]" />
        {t(`verification.${receipt.verification}`)}
      </span>
    </>
  );
}

type DetailsProps = Pick<ReceiptSlipProps, 'receipt'> & {
  readonly onFollow: ReceiptSlipProps['onFollow'];
  readonly onSaveProof: ReceiptSlipProps['onSaveProof'];
};

function ReceiptDetails({ receipt, onFollow, onSaveProof }: DetailsProps) {
  const { t, i18n } = useTranslation('receipts');
  const storesId = useId();
  const facts: readonly (readonly [string, string])[] = [
    [t('field.moment'), formatHere(receipt.at, i18n.language)],
    [t('field.receipt'), receipt.id],
    [t('field.kind'), receipt.kind],
    [t('field.hash'), receipt.hash],
    [t('field.previousHash'), receipt.previousHash],
    [t('field.correlation'), receipt.correlationId],
    ...(receipt.idempotencyKey === null ? [] : [[t('field.request'), receipt.idempotencyKey] as const]),
    ...(receipt.subjectId === null ? [] : [[t('field.subject'), receipt.subjectId] as const]),
    ...(receipt.us === null
      ? []
      : [[t('field.took'), formatMicroseconds(receipt.us, i18n.language)] as const]),
  ];
  return (
    <div className="mt-2 border-line border-t pt-2 text-sm">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-ink-soft">{name}</dt>
            <dd className="select-text break-all tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
      {receipt.stores.length > 0 && (
        <>
          <p id={storesId} className="mt-3 text-ink-soft">
            {t('field.stores')}
          </p>
          <ul aria-labelledby={storesId} className="mt-1 flex flex-col gap-1">
            {receipt.stores.map((entry, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a store may appear twice, and the list never changes.
              <li key={index} className="grid grid-cols-[8rem_minmax(0,1fr)] gap-x-4">
                <span>
                  {entry.store} · {entry.op}
                  {entry.us !== null && (
                    <span className="block text-ink-faint tabular-nums">
                      {formatMicroseconds(entry.us, i18n.language)}
                    </span>
                  )}
                </span>
                <span className="select-text break-all text-ink-soft">{entry.digest}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {(onFollow !== undefined || onSaveProof !== undefined) && (
        <div className="mt-3 flex flex-wrap gap-2">
          {onFollow && (
            <Button size="small" variant="quiet" icon={Link2} onPress={() => onFollow(receipt.seq)}>
              {t('chain.follow')}
            </Button>
          )}
          {onSaveProof && (
            <Button size="small" variant="quiet" icon={FileBadge} onPress={() => onSaveProof(receipt)}>
              {t('saveProof')}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

/** Thousandths of a second, as exact as it is useful. */
function formatMicroseconds(us: number, language: string): string {
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: 'millisecond',
    maximumFractionDigits: us < 1000 ? 2 : 1,
  }).format(us / 1000);
}
