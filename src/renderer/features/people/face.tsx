/** A letter for a face, or a picture for what is none. */
import { CalendarDays, Hash, House, type LucideIcon, MapPin, Package } from 'lucide-react';
import type { EntityKind } from '../../../shared/contracts/graph.ts';

const PICTURES: Readonly<Record<Exclude<EntityKind, 'person'>, LucideIcon>> = {
  place: MapPin,
  group: House,
  event: CalendarDays,
  thing: Package,
  topic: Hash,
};

interface FaceProps {
  readonly name: string;
  readonly kind: EntityKind;
  readonly size?: 'small' | 'large';
}

/** Decoration: the name stands beside it. */
export function Face({ name, kind, size = 'small' }: FaceProps) {
  const room = size === 'large' ? 'size-14 text-2xl' : 'size-9 text-base';
  const colours = kind === 'person' ? 'bg-accent-wash text-accent' : 'bg-sunk text-ink-soft';
  return (
    <span
      aria-hidden
      className={`flex shrink-0 items-center justify-center rounded-full font-semibold font-serif ${room} ${colours}`}
    >
      {kind === 'person' ? initials(name) : <Picture kind={kind} size={size} />}
    </span>
  );
}

function Picture({ kind, size }: { kind: Exclude<EntityKind, 'person'>; size: 'small' | 'large' }) {
  const Icon = PICTURES[kind];
  return <Icon strokeWidth={1.5} className={size === 'large' ? 'size-6' : 'size-4'} />;
}

/** The first letters of the first and the last word, whole even where one is more than one code unit. */
function initials(name: string): string {
  const words = name.trim().split(/\s+/u);
  const letter = (word: string | undefined): string => Array.from(word ?? '')[0] ?? '';
  const last = words.length > 1 ? letter(words.at(-1)) : '';
  return `${letter(words[0])}${last}`.toLocaleUpperCase();
}
