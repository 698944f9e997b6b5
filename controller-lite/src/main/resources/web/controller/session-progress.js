/** @import { CloneSession } from 'shared/types.js' */
import { isOver } from './fleet.js';

export const PHASES = [
  ['transferring', 'Transfer'],
  ['verifying', 'Verify'],
  ['resizing', 'Resize'],
];

/**
 * How far a session is. `done` and `total` are bytes within the phase; `percent` is null while nothing can be said;
 * `secondsLeft` is of the phase, by its present rate.
 *
 * @param {CloneSession} session
 */
export function progressOf(session) {
  const total = session.bytes_total;
  const phase = session.status === 'cloning' ? (session.phase ?? 'transferring') : null;
  const done = phase === 'verifying' || phase === 'resizing' ? (session.verified_bytes ?? 0) : session.bytes_transferred;
  if (session.status === 'completed') {
    return { phase, done: total ?? done, total, percent: 100, secondsLeft: 0 };
  }
  const percent = total && (phase || isOver(session)) ? Math.min(100, (100 * done) / total) : null;
  const rate = session.transfer_rate_bps;
  const secondsLeft = phase !== 'resizing' && total && rate ? Math.max(0, total - done) / rate : null;
  return { phase, done, total, percent: phase === 'resizing' ? null : percent, secondsLeft };
}

/**
 * Status in words, with the tone of its chip.
 *
 * @param {CloneSession} session
 * @returns {{text: string, tone: ''|'info'|'ok'|'danger'|'warn'}}
 */
export function statusOf(session) {
  switch (session.status) {
    case 'pending':
      return session.started_at ? { text: 'Waiting for the source', tone: 'info' } : { text: 'Not started', tone: 'warn' };
    case 'source_ready':
      return { text: 'Source ready', tone: 'info' };
    case 'cloning':
      return { text: { verifying: 'Verifying', resizing: 'Resizing' }[session.phase] ?? 'Cloning', tone: 'info' };
    case 'completed':
      return { text: 'Completed', tone: 'ok' };
    case 'failed':
      return { text: 'Failed', tone: 'danger' };
    default:
      return { text: 'Cancelled', tone: '' };
  }
}

/** @param {CloneSession} session */
export function titleOf(session) {
  return session.name || `${sourceName(session)} to ${targetName(session)}`;
}

/** @param {CloneSession} session */
export function sourceName(session) {
  return `${session.source_node_name ?? 'removed node'} ${session.source_device}`;
}

/** @param {CloneSession} session */
export function targetName(session) {
  return session.target_node_id ? `${session.target_node_name ?? 'removed node'} ${session.target_device}` : 'no target yet';
}
