import { html, nothing } from 'lit';
import { PageElement } from 'shared/page-element.js';
import { duration, time } from 'shared/format.js';
import { isOver } from './fleet.js';

/** @import { CloneSession } from 'shared/types.js' */

/** What happened when: created, started, source ready, cloning, transferred, verified, and the end. */
export class CloneTimeline extends PageElement {
  static properties = { session: { attribute: false } };

  render() {
    const moments = momentsOf(this.session);
    const next = isOver(this.session) ? -1 : moments.findIndex((moment) => !moment.at);
    return html`
      <ol class="timeline" aria-label="History of the session">
        ${moments.map((moment, index) => entry(moment, index === next, moments[index - 1]?.at))}
      </ol>
    `;
  }
}

function entry(moment, isNext, before) {
  const classes = moment.bad ? 'bad' : moment.at ? 'done' : isNext ? 'now' : '';
  const took = moment.at && before ? (Date.parse(moment.at) - Date.parse(before)) / 1000 : null;
  return html`
    <li class=${classes}>
      ${moment.text}
      ${moment.at
        ? html`<time datetime=${moment.at}>${time(moment.at)}${took === null || took < 1 ? '' : ` · after ${duration(took)}`}</time>`
        : isNext
          ? html`<span class="visually-hidden">(next)</span>`
          : nothing}
    </li>
  `;
}

/** @param {CloneSession} session */
function momentsOf(session) {
  const moments = [
    { text: 'Created', at: session.created_at },
    { text: 'Started', at: session.started_at },
    { text: 'Source ready', at: session.source_ready_at },
    { text: 'Cloning', at: session.cloning_at },
    { text: 'Everything transferred', at: session.transferred_at },
    { text: 'Verified', at: session.verified_at },
  ];
  const end = { text: 'Completed', at: session.status === 'completed' ? session.completed_at : null };
  if (!isOver(session) || session.status === 'completed') {
    return [...moments, end];
  }
  const reached = moments.filter((moment) => moment.at);
  const text = session.status === 'failed' ? 'Failed' : 'Cancelled';
  return [...reached, { text, at: session.completed_at, bad: true }];
}

customElements.define('clone-timeline', CloneTimeline);
