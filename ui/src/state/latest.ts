// Only the latest answer counts.

/** Asks for something again and again; an earlier question is ended as soon as there is a later one. */
export class Latest {
  #running: AbortController | null = null;

  /** Asks; exactly one of `then` and `failed` is called, unless a later question comes first. */
  async ask<T>(
    question: (signal: AbortSignal) => Promise<T>,
    then: (answer: T) => void,
    failed: (why: unknown) => void,
  ): Promise<void> {
    this.stop();
    const mine = new AbortController();
    this.#running = mine;
    try {
      const answer = await question(mine.signal);
      if (this.#running === mine) then(answer);
    } catch (why) {
      if (this.#running === mine) failed(why);
    }
  }

  /** Ends the question that is running. */
  stop(): void {
    this.#running?.abort();
    this.#running = null;
  }
}
