import { untrack } from 'svelte';

/** A slow call that is running. */
export interface Job {
  id: number;
  /** What it does, for the person. */
  title: string;
  /** How much is done, from 0 to 1; null where that is not known yet. */
  share: number | null;
  /** Ends it. */
  cancel: () => void;
}

/** The slow calls that are running. */
export class Jobs {
  list = $state.raw<readonly Job[]>([]);
  #next = 1;

  /** Runs slow work with progress and a way to end it. */
  async run<T>(
    title: string,
    work: (options: { signal: AbortSignal; onProgress: (share: number) => void }) => Promise<T>,
  ): Promise<T> {
    const id = this.#next++;
    const end = new AbortController();
    // Whoever starts a job does not depend on what else is running.
    untrack(() => {
      this.list = [...this.list, { id, title, share: null, cancel: () => end.abort() }];
    });
    const onProgress = (share: number) => {
      this.list = this.list.map((job) => (job.id === id ? { ...job, share } : job));
    };
    try {
      return await work({ signal: end.signal, onProgress });
    } finally {
      this.list = this.list.filter((job) => job.id !== id);
    }
  }
}
