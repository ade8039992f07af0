import type { Backend } from './backend';

/** The door this page stands behind. Each is loaded only where it is used. */
export async function openBackend(): Promise<Backend> {
  if ('__TAURI_INTERNALS__' in window) return new (await import('./tauri')).TauriBackend();
  return new (await import('./web')).WebBackend();
}
