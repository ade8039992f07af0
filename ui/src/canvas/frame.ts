/** Work that is done at most once a frame. */
export class Frame {
  readonly #work: () => void;
  #handle: number | null = null;

  constructor(work: () => void) {
    this.#work = work;
  }

  /** Asks for the work in the next frame; asking again changes nothing. */
  ask(): void {
    this.#handle ??= requestAnimationFrame(() => {
      this.#handle = null;
      this.#work();
    });
  }

  /** No longer. */
  stop(): void {
    if (this.#handle !== null) cancelAnimationFrame(this.#handle);
    this.#handle = null;
  }
}
