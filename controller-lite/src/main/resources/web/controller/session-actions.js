import { announce } from 'shared/announce.js';
import { confirmDialog } from 'shared/confirm-dialog.js';
import { api, fleet } from './context.js';
import { sourceName, targetName, titleOf } from './session-progress.js';

/** @import { CloneSession } from 'shared/types.js' */

/** Asks, then cancels. Resolves true when it was done; rejects with a Problem. @param {CloneSession} session */
export async function cancelSession(session) {
  const begun = `“${titleOf(session)}” stops on both nodes within seconds. ${targetName(session)} is then incomplete and
    not usable. What was written stays there; a later clone to it fetches only what is missing.`;
  const sure = await confirmDialog({
    title: 'Cancel this clone?',
    message: session.started_at ? begun : `“${titleOf(session)}” has not started: nothing was written.`,
    confirm: 'Cancel the clone',
    keep: 'Let it run',
    danger: true,
  });
  if (sure) {
    try {
      await api.cancelSession(session.id);
    } finally {
      await fleet.refreshSession(session.id);
    }
    announce('The clone was cancelled.');
  }
  return sure;
}

/** Asks, then deletes the record of a session that runs no more. @param {CloneSession} session */
export async function deleteSession(session) {
  const receipt = session.has_receipt ? ' Its receipt is deleted with it: download that first if you need it.' : '';
  const sure = await confirmDialog({
    title: 'Delete this session?',
    message: `The record of “${titleOf(session)}” is removed from the controller. No disk is touched.${receipt}`,
    confirm: 'Delete the record',
    danger: true,
  });
  if (sure) {
    await api.deleteSession(session.id);
    fleet.forgetSession(session.id);
    announce('The session was deleted.');
  }
  return sure;
}

/** Asks, then starts a session that was created earlier. @param {CloneSession} session */
export async function startSession(session) {
  const sure = await confirmDialog({
    title: 'Start this clone?',
    message: `Everything on ${targetName(session)} will be erased and replaced by ${sourceName(session)}.`,
    confirm: 'Erase and start',
    keep: 'Not now',
    danger: true,
  });
  if (sure) {
    await api.startSession(session.id);
    await fleet.refreshSession(session.id);
  }
  return sure;
}
