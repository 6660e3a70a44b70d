/** The example of a server URL in messages. */
export const EXAMPLE_URL = 'http://127.0.0.1:4010/api/v1/referral-code-records';

/** The example of a header in messages. */
export const HEADER = "-H 'Name: value'";

export const USAGE = `Usage: referral-codes-conformance <server-url> [options]
       referral-codes-conformance cleanup [<server-url>] [-H …]

Checks, rule by rule and with proof, whether a server keeps the contract of the
referral-code-records API.
The server URL is origin and mount, as in ${EXAMPLE_URL}

  --out DIR              write report.json and scripts that repeat findings
  -H, --header 'N: V'    send this header; no output contains its value
  -H, --header @FILE     send the headers in this file, one in each line
  --header-env N=VAR     send the header N with the value of the variable VAR
  --verbose              print every finding in full, with all its exchanges
  --keep                 leave the records on the server, for cleanup to delete
  --rule ID              check only this rule; may be repeated
  --list                 list the rules and exit
  --strict               a broken SHOULD makes the server nonconformant too
  --allow-partial        exit 0 if the verdict is partial
  --read-only            send only reads, and skip the rules that need a write
  --waivers FILE         a JSON file of rules known to fail: rule id → reason
  --eventual SECONDS     how long a read may lag behind a write (default: 0)
  --timeout SECONDS      how long to wait for a response (default: 10)
  --rate N               send at most N requests a second, on average
  --max-requests N       stop checking after N requests (cleaning up needs more)
  --concurrency N        how many checks run at the same time (default: 4)
  --seed SEED            repeat the random choices of an earlier run
  --version, --help

cleanup deletes the records of runs that crashed.

Exit code: 0 conformant, 1 nonconformant, 2 partial, inconclusive or an error.
`;

/** The command line is wrong. The message is one line that says what to write instead. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
