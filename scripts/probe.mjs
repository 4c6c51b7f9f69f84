#!/usr/bin/env node
// Whether the service on this container's port is ready: node scripts/probe.mjs <port>
import http from 'node:http';
import https from 'node:https';

const [port] = process.argv.slice(2);
const { GATEWAY_TLS_CERT_FILE: certificate, GATEWAY_PORT: gatewayPort } = process.env;
const isTls = Boolean(certificate) && port === (gatewayPort || '3001');
const { get } = isTls ? https : http;

const end = (isReady) => process.exit(isReady ? 0 : 1);
// The certificate is of the public name, not of this machine.
get({ host: '127.0.0.1', port, path: '/readyz', timeout: 2_500, rejectUnauthorized: false })
  .on('response', ({ statusCode }) => end(statusCode === 200))
  .on('timeout', () => end(false))
  .on('error', () => end(false));
