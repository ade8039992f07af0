// Every word the person sees. Another language is another file of the same shape.

import { en } from './en';

/** The words in the person's language. */
export const words = en;
