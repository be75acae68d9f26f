/**
 * What main tells the page without being asked.
 *
 * Invariant: only events of the contract, each checked against its shape before it leaves; a payload that does
 * not fit is a fault of ours and is not sent.
 */
import { EVENTS, type EventName, type EventPayload } from '../../shared/channels.ts';

/** Publishes an event to whoever listens. */
export type Publish = <E extends EventName>(event: E, payload: EventPayload<E>) => void;

/** @param send passes a checked event to the page, if there is one. */
export function createPublisher(send: (event: EventName, payload: unknown) => void): Publish {
  return (event, payload) => {
    send(event, EVENTS[event].parse(payload));
  };
}
