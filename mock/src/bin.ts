#!/usr/bin/env node
import { run } from './cli.ts';

run(process);
