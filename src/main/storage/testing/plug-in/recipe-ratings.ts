/**
 * recipeRatings: an extension as somebody outside would write one: how good a recipe was, by whom.
 *
 * Lives here because the tests run it. A small but whole store: content sealed, a check of its own, one page of tables.
 */
import { z } from 'zod';
import { bandSchema } from '../../../../shared/bands.ts';
import { idSchema, wellFormedText } from '../../../../shared/contracts/primitives.ts';
import { command, query } from '../../contract.ts';
import type { PlugInTools, StorePlugIn } from '../../plug-ins.ts';
import type { ReadableConnection, WritableConnection } from '../../sqlite.ts';
import {
  BaseReader,
  BaseWriter,
  type CommandHandlers,
  digestOf,
  type QueryHandlers,
  type StoreCheck,
} from '../../stores/base-store.ts';
import { idBytes, idText } from '../../stores/record-ids.ts';
import type { SealedColumns, SealedObjects } from '../../stores/sealed-object.ts';

export interface Rating {
  readonly id: string;
  /** 1 to 5. */
  readonly stars: number;
  readonly recipe: string;
}

interface RatingLine extends SealedColumns {
  readonly id: Buffer;
  readonly stars: number;
}

interface RatingContent {
  readonly recipe: string;
}

export const recipeRatingsContract = {
  name: 'recipeRatings',
  commands: {
    /** Sets or changes. */
    rate: command(
      'write',
      z.object({
        id: idSchema,
        band: bandSchema,
        recipe: wellFormedText.min(1).max(200),
        stars: z.int().min(1).max(5),
      }),
    ),
    forget: command('write', z.object({ id: idSchema }), { erases: true }),
  },
  queries: {
    /** Best first. */
    best: query<Rating[]>()(z.object({ limit: z.int().min(1).max(100) })),
  },
} as const;

type Contract = typeof recipeRatingsContract;

class RecipeRatingsWriter extends BaseWriter<Contract> {
  readonly contract: Contract = recipeRatingsContract;
  readonly #connection: WritableConnection;
  readonly #seals: SealedObjects<RatingContent>;

  constructor(connection: WritableConnection, tools: PlugInTools) {
    super();
    this.#connection = connection;
    this.#seals = tools.sealedObjects('rating');
  }

  protected readonly handlers: CommandHandlers<Contract> = {
    rate: ({ id, band, recipe, stars }) => {
      const columns = this.#seals.seal(id, 0, band, { recipe });
      this.#connection
        .write(
          `INSERT OR REPLACE INTO x_recipe_ratings_rating (id, stars, band, epoch, wrapped, sealed)
           VALUES (?, ?, ?, ?, ?, ?)`,
        )
        .run(idBytes(id), stars, columns.band, columns.epoch, columns.wrapped, columns.sealed);
      return digestOf('rate', id, String(stars), columns.sealed);
    },

    forget: ({ id }) => {
      this.#connection.write('DELETE FROM x_recipe_ratings_rating WHERE id = ?').run(idBytes(id));
      return digestOf('forget', id);
    },
  };
}

class RecipeRatingsReader extends BaseReader<Contract> {
  readonly contract: Contract = recipeRatingsContract;
  readonly #connection: ReadableConnection;
  readonly #seals: SealedObjects<RatingContent>;

  constructor(connection: ReadableConnection, tools: PlugInTools) {
    super();
    this.#connection = connection;
    this.#seals = tools.sealedObjects('rating');
  }

  protected readonly handlers: QueryHandlers<Contract> = {
    best: ({ limit }) => this.#lines(limit).map((line) => this.#rating(line)),
  };

  override check(): StoreCheck {
    const unreadable = this.#lines(10_000).filter((line) => {
      try {
        return this.#rating(line).recipe === '';
      } catch {
        return true;
      }
    }).length;
    if (unreadable === 0) return { findings: [], next: null };
    return {
      findings: [
        {
          code: 'rating-unreadable',
          severity: 'warning',
          count: unreadable,
          what: 'Some ratings of recipes cannot be read.',
          todo: 'Rate these recipes once more.',
          rebuildHelps: false,
        },
      ],
      next: null,
    };
  }

  #lines(limit: number): RatingLine[] {
    return this.#connection
      .read<RatingLine>('SELECT * FROM x_recipe_ratings_rating ORDER BY stars DESC, id LIMIT ?')
      .all(limit)
      .filter((line) => this.#seals.opens(line));
  }

  #rating(line: RatingLine): Rating {
    const id = idText(line.id);
    return { id, stars: line.stars, recipe: this.#seals.open(id, 0, line).recipe };
  }
}

const plugIn: StorePlugIn<Contract> = {
  kind: 'space',
  contract: recipeRatingsContract,
  migrations: new URL('./migrations/', import.meta.url),
  makeWriter: (connection, tools) => new RecipeRatingsWriter(connection, tools),
  makeReader: (connection, tools) => new RecipeRatingsReader(connection, tools),
};

export default plugIn;
