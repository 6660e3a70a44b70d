import { HttpResponse, http } from 'msw';
import { setupWorker } from 'msw/browser';

const worker = setupWorker(http.get('*/hello', () => HttpResponse.json({ hello: 'worker' })));
await worker.start({ quiet: true });
document.title = (await (await fetch('/hello')).json()).hello;
