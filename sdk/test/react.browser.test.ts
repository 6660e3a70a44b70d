import { createMock } from '@referral-codes/mock';
import { type ServedMock, serve } from '@referral-codes/mock/http';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPage, type TestPage } from '../../scripts/testing/chromium.ts';

let server: ServedMock;
let opened: TestPage;
let page: Page;
beforeAll(async () => {
  server = await serve(createMock());
  opened = await openPage('sdk/test/pages/queries.tsx');
  page = opened.page;
  await page.goto(`${opened.url}#${server.url}`);
  await page.reload();
});
afterAll(async () => {
  await opened[Symbol.asyncDispose]();
  await server.close(0);
});

const rows = (count: number) =>
  page.waitForFunction((count) => document.querySelectorAll('li').length === count, count, { timeout: 10_000 });

it('a page of React lists record after record', async () => {
  await rows(5);
  await page.click('#more');
  await rows(8);
  expect(await page.locator('#more').count()).toBe(0);
});

it('a create and a delete refresh what the page shows', async () => {
  await page.click('#create');
  await rows(9);
  await page.click('li:last-child button');
  await rows(8);
});

it('a problem reaches the page with its body', async () => {
  await page.click('#create');
  await rows(9);
  await page.click('#create');
  await page.waitForFunction(() => /^rc_\w+$/.test(document.querySelector('#refusal')?.textContent ?? ''));
});

it('a call is aborted when its component leaves the page', async () => {
  await page.route('**/active?*', () => {});
  const request = page.waitForRequest('**/active?*');
  await page.click('#toggle');
  const failed = page.waitForEvent('requestfailed');
  await request;
  await page.click('#toggle');
  expect((await failed).failure()?.errorText).toBe('net::ERR_ABORTED');
  await page.unroute('**/active?*');
  await page.click('#toggle');
  await page.waitForFunction(() => document.querySelector('#active')?.textContent === 'JAN-VERV-8F3A');
});

it('nothing wrote to the console', () => {
  const own = opened.messages.filter((message) => !/^Failed to load resource/.test(message));
  expect(own).toEqual([]);
});
