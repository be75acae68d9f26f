/** Listeners by event, typed. One that throws does not keep the others from hearing. */
export class Listeners<Events> {
  readonly #listeners = new Map<keyof Events, Set<(payload: never) => void>>();

  /** Returns the function that stops listening. */
  on<E extends keyof Events>(event: E, listener: (payload: Events[E]) => void): () => void {
    const set = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, set);
    set.add(listener);
    return () => set.delete(listener);
  }

  tell<E extends keyof Events>(event: E, payload: Events[E]): void {
    for (const listener of this.#listeners.get(event) ?? []) {
      try {
        // `on` is the only way in, and it files each listener under its own event.
        (listener as (payload: Events[E]) => void)(payload);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
