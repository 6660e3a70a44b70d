import type { TestProject } from 'vitest/node';
import { launchChromium } from './launch-chromium.ts';

/**
 * Launches one Chromium for all tests of all projects: the first project that needs it does. If it does not start, the
 * run ends with its message.
 */
export async function setup({ vitest }: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (vitest.getRootProject().getProvidedContext().chromium !== undefined) return undefined;
  const chromium = await launchChromium();
  vitest.provide('chromium', chromium.wsEndpoint());
  return () => chromium.close();
}
