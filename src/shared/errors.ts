/**
 * The one family of errors that people, scripts and pages see.
 *
 * Invariant: message and hint are sentences for people (what happened, what was kept, what to do next) and
 * never hold content, keys or passphrases. The code is stable; the words may improve.
 */
import { z } from 'zod';

/** Every error code, with the process exit code the command line answers with. */
export const ERROR_EXIT_CODES = {
  // the caller's input
  INVALID_INPUT: 2,
  UNKNOWN_CHANNEL: 2,
  SENDER_REFUSED: 5,
  TOO_LARGE: 2,
  // credentials and the keychain
  WRONG_PASSPHRASE: 3,
  NO_CREDENTIALS: 3,
  RATE_LIMITED: 3,
  RECOVERY_PHRASE_INVALID: 3,
  RECOVERY_NOT_CONFIRMED: 3,
  VAULT_LOCKED: 3,
  KEYCHAIN_UNAVAILABLE: 3,
  KEYCHAIN_ENTRY_MISSING: 3,
  KEYCHAIN_BACKEND_CHANGED: 3,
  KEYCHAIN_WRONG_KEY: 3,
  // things that are not there, or already are
  NOT_FOUND: 4,
  VAULT_NOT_FOUND: 4,
  SPACE_NOT_FOUND: 4,
  MEMORY_NOT_FOUND: 4,
  SOURCE_NOT_FOUND: 4,
  VAULT_EXISTS: 7,
  SPACE_EXISTS: 7,
  // policy
  ACCESS_DENIED: 5,
  // damage
  VAULT_FILE_DAMAGED: 6,
  REGISTRY_DAMAGED: 6,
  SPACE_DAMAGED: 6,
  SPACE_SWAPPED: 6,
  SPACE_ROLLED_BACK: 6,
  SPACE_MISSING: 6,
  WRONG_KEY: 6,
  SEAL_BROKEN: 6,
  RECEIPT_CHAIN_BROKEN: 6,
  MIGRATION_CHECKSUM: 6,
  NEWER_VERSION: 6,
  MIGRATION_FAILED: 6,
  // conflicts
  CONFLICT: 7,
  VAULT_IN_USE: 7,
  // the machine
  STORAGE_FULL: 9,
  READ_ONLY: 9,
  STORAGE_UNAVAILABLE: 9,
  BUSY: 7,
  // ours
  CANCELLED: 8,
  ENGINE_STOPPED: 70,
  INTERNAL: 70,
} as const satisfies Record<string, number>;

export type ErrorCode = keyof typeof ERROR_EXIT_CODES;

export const errorCodeSchema = z.enum(Object.keys(ERROR_EXIT_CODES) as [ErrorCode, ...ErrorCode[]]);

/** Values that a translated sentence may need: a path, a count, a field's name. Never content. */
export const errorDetailsSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

export const vaultErrorDataSchema = z.object({
  code: errorCodeSchema,
  message: z.string(),
  hint: z.string(),
  retryable: z.boolean(),
  correlationId: z.string().optional(),
  details: errorDetailsSchema.optional(),
});

export type VaultErrorData = z.infer<typeof vaultErrorDataSchema>;

export interface VaultErrorOptions {
  /** What to do next, one sentence. */
  readonly hint: string;
  readonly retryable?: boolean;
  readonly details?: z.infer<typeof errorDetailsSchema>;
  readonly cause?: unknown;
}

/** An error with a stable code. `cause` stays inside the process and is never serialised. */
export class VaultError extends Error {
  override readonly name = 'VaultError';
  readonly code: ErrorCode;
  readonly hint: string;
  readonly retryable: boolean;
  readonly details: z.infer<typeof errorDetailsSchema> | undefined;

  constructor(code: ErrorCode, message: string, options: VaultErrorOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
    this.retryable = options.retryable ?? false;
    this.details = options.details;
  }

  /** The form that crosses a boundary. */
  toData(correlationId?: string): VaultErrorData {
    return {
      code: this.code,
      message: this.message,
      hint: this.hint,
      retryable: this.retryable,
      ...(correlationId === undefined ? {} : { correlationId }),
      ...(this.details === undefined ? {} : { details: this.details }),
    };
  }

  static fromData(data: VaultErrorData): VaultError {
    return new VaultError(data.code, data.message, {
      hint: data.hint,
      retryable: data.retryable,
      ...(data.details === undefined ? {} : { details: data.details }),
    });
  }
}

/** Anything thrown, as data. An unknown error becomes INTERNAL and its text stays inside the process. */
export function errorData(thrown: unknown, correlationId?: string): VaultErrorData {
  if (thrown instanceof VaultError) return thrown.toData(correlationId);
  return new VaultError(
    'INTERNAL',
    'Something went wrong inside the app. Nothing you had written was lost.',
    {
      hint: 'Try again. If it happens again, restart the app.',
      retryable: true,
    },
  ).toData(correlationId);
}
