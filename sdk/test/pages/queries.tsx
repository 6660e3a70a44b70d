import { createReferralCodes } from '@referral-codes/sdk';
import { createQueries } from '@referral-codes/sdk/queries';
import { QueryClient, QueryClientProvider, useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';

// The address of the server is the page's hash.
const queries = createQueries(createReferralCodes({ baseUrl: location.hash.slice(1) }));

function App() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Records />
      <NewRecord />
      <button type="button" id="toggle" onClick={() => setOpen(!open)}>
        {open ? 'Close' : 'Open'}
      </button>
      {open && <Pair />}
    </>
  );
}

function Records() {
  const list = useInfiniteQuery(queries.infinite.listRecords({ limit: 5 }));
  const remove = useMutation(queries.deleteRecord());
  const records = list.data?.pages.flatMap(({ data }) => data) ?? [];
  return (
    <>
      <ul>
        {records.map(({ id, code }) => (
          <li key={id}>
            {code}
            <button type="button" onClick={() => remove.mutate({ id })}>
              Delete
            </button>
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <button type="button" id="more" onClick={() => list.fetchNextPage()}>
          More
        </button>
      )}
    </>
  );
}

function NewRecord() {
  const create = useMutation(queries.createCode());
  const { error } = create;
  const body = { mentor_id: 'usr_new', org_id: 'org_new', code: 'NEW-1' };
  return (
    <>
      <button type="button" id="create" onClick={() => create.mutate(body)}>
        Create
      </button>
      <p id="refusal">{error?.kind === 'problem' && error.slug === 'code-taken' && error.problem.record_id}</p>
    </>
  );
}

function Pair() {
  const active = useQuery(queries.getActiveCode({ mentor_id: 'usr_4491', org_id: 'org_002' }));
  return <p id="active">{active.data?.code ?? active.status}</p>;
}

createRoot(document.body.appendChild(document.createElement('main'))).render(
  <StrictMode>
    <QueryClientProvider client={new QueryClient()}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
);
