/**
 * The one door between the page and main.
 *
 * Invariant: every call is checked in this order: the sender, the channel's name, the shape of the input. What a
 * handler answers is parsed by the same contract, so nothing beyond it reaches the page. A call is always
 * answered, with a `Result`; nothing is ever thrown across the wall and no error's text leaves unless it was
 * written for people.
 * Knows no window: who may speak is told by the caller.
 */
import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import { CHANNELS, type ChannelName, type ChannelParsed } from '../../shared/channels.ts';
import { type ErrorCode, errorData, VaultError } from '../../shared/errors.ts';
import type { Result } from '../../shared/result.ts';
import { beginSpan, SpanLog, withTrace } from '../observability/trace.ts';

/** What every handler is told about the call besides its input. */
interface Call {
  /** UUIDv7; goes with everything that this call sets off, up to its receipts. */
  readonly correlationId: string;
}

/** Before the contract has filtered it: a handler may answer with more than the page may see. */
type HandlerOutput<C extends ChannelName> = z.input<(typeof CHANNELS)[C]['output']>;

type ChannelHandler<C extends ChannelName> = (
  input: ChannelParsed<C>,
  call: Call,
) => Promise<HandlerOutput<C>> | HandlerOutput<C>;

/** Every channel of the contract with its handler: one that is missing does not compile. */
export type ChannelHandlers = { readonly [C in ChannelName]: ChannelHandler<C> };

/** Where a call came from, as the window's owner judges it. */
export type SenderVerdict = 'ours' | 'refused';

export interface RouterPorts {
  readonly handlers: ChannelHandlers;
  /** Told of faults that are ours, never of refusals: for the log. */
  readonly onFault: (fault: { channel: ChannelName; correlationId: string; error: unknown }) => void;
  /** Counts what the page was told of, and keeps the spans of its calls. */
  readonly figures?: CallFigures;
}

interface CallFigures {
  readonly calls: SpanLog;
  /** An error left through the door. */
  told(code: ErrorCode): void;
}

export type Router = (sender: SenderVerdict, channel: unknown, input: unknown) => Promise<Result<unknown>>;

export function createRouter({ handlers, onFault, figures = uncounted() }: RouterPorts): Router {
  return async (sender, channel, input) => {
    const correlationId = uuidv7();
    try {
      if (sender !== 'ours') throw senderRefused();
      if (!isChannel(channel)) throw unknownChannel();
      const span = beginSpan(figures.calls, `ipc ${channel}`, { correlationId, spanId: '' });
      const trace = span.trace ?? { correlationId, spanId: '' };
      try {
        const value = await withTrace(trace, () => answer(handlers, channel, input, { correlationId }));
        span.end('ok');
        return { ok: true, value };
      } catch (error) {
        span.end(error instanceof VaultError ? error.code : 'failed');
        throw error;
      }
    } catch (error) {
      if (!(error instanceof VaultError) && isChannel(channel)) onFault({ channel, correlationId, error });
      const told = errorData(error, correlationId);
      figures.told(told.code);
      return { ok: false, error: told };
    }
  };
}

const uncounted = (): CallFigures => ({ calls: new SpanLog(1), told: () => undefined });

async function answer<C extends ChannelName>(
  handlers: ChannelHandlers,
  channel: C,
  input: unknown,
  call: Call,
): Promise<unknown> {
  const contract = CHANNELS[channel];
  const parsed = contract.input.safeParse(input);
  if (!parsed.success) throw wrongShape(channel, parsed.error);
  // TypeScript sees the union of all inputs; the schema that has just accepted it is this channel's.
  const output = await handlers[channel](parsed.data as ChannelParsed<C>, call);
  return contract.output.parse(output);
}

function isChannel(channel: unknown): channel is ChannelName {
  return typeof channel === 'string' && Object.hasOwn(CHANNELS, channel);
}

const senderRefused = (): VaultError =>
  new VaultError('SENDER_REFUSED', 'A page that is not part of the app tried to speak to it.', {
    hint: 'Nothing was read or changed. Restart the app.',
  });

const unknownChannel = (): VaultError =>
  new VaultError(
    'UNKNOWN_CHANNEL',
    'The page asked for something that this version of the app does not know.',
    {
      hint: 'Nothing was read or changed. Restart the app.',
    },
  );

/** Names the field and never its content: what was typed may be a memory or a passphrase. */
function wrongShape(channel: ChannelName, error: z.ZodError): VaultError {
  const field = error.issues[0]?.path.map(String).join('.') ?? '';
  return new VaultError(
    'INVALID_INPUT',
    field === ''
      ? 'The app could not use what was sent.'
      : `The app could not use what was given for “${field}”.`,
    { hint: 'Nothing was changed. Correct it and try again.', details: { channel, field } },
  );
}
