#!/usr/bin/env node
import { run } from './cli/cli.ts';

run(process);
