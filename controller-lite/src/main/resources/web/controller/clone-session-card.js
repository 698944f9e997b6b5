import { html, nothing } from 'lit';
import { PageElement } from 'shared/page-element.js';
import { Problem } from 'shared/problem.js';
import { ago, bytes, duration, percent, rate } from 'shared/format.js';
import { fleet, FleetController } from './context.js';
import { isOver } from './fleet.js';
import { cancelSession, deleteSession } from './session-actions.js';
import { progressOf, sourceName, statusOf, targetName, titleOf } from './session-progress.js';
import 'shared/problem-banner.js';
import 'shared/progress-meter.js';

/** @import { CloneSession } from 'shared/types.js' */

/** A session in a list: what goes where, how far it is; with `manage`, buttons to cancel or delete it. */
export class CloneSessionCard extends PageElement {
  static properties = { session: { attribute: false }, manage: { type: Boolean }, problem: { state: true } };

  constructor() {
    super();
    new FleetController(this);
  }

  render() {
    /** @type {CloneSession} */
    const session = this.session;
    const status = statusOf(session);
    return html`
      <article class="card session-card" aria-label=${titleOf(session)} data-session=${session.id}>
        <div class="row spread">
          <h2 class="row">
            <a class="session-title" href="/clone/${session.id}">${titleOf(session)}</a>
            <span class="chip ${status.tone}">${status.text}</span>
          </h2>
          ${this.manage ? this.#actions(session) : nothing}
        </div>
        <p>
          <span class="visually-hidden">From</span> ${sourceName(session)} <span class="muted" aria-hidden="true">→</span>
          <span class="visually-hidden">to</span> ${targetName(session)}
        </p>
        ${session.status === 'cloning' ? this.#progress(session) : nothing}
        ${session.error_message ? html`<p class="note danger">${session.error_message}</p>` : nothing}
        ${this.problem ? html`<problem-banner .problem=${this.problem}></problem-banner>` : nothing}
        <p class="muted small">${facts(session).join(' · ')}</p>
      </article>
    `;
  }

  #progress(session) {
    const progress = progressOf(session);
    return html`
      <progress-meter .value=${progress.percent} label=${`Progress of ${titleOf(session)}`}></progress-meter>
      <p class="row small">
        <b>${progress.percent === null ? '' : percent(progress.percent)}</b>
        <span>${bytes(progress.done)} of ${bytes(progress.total)}</span>
        <span>${rate(session.transfer_rate_bps)}</span>
        ${progress.secondsLeft === null ? nothing : html`<span>${duration(progress.secondsLeft)} left</span>`}
      </p>
    `;
  }

  #actions(session) {
    const over = isOver(session);
    const text = over ? 'Delete' : 'Cancel';
    const act = over ? deleteSession : cancelSession;
    return html`<button
      type="button"
      class="button quiet small"
      ?disabled=${fleet.viewerExcuse !== null}
      title=${fleet.viewerExcuse ?? nothing}
      aria-label=${`${text} ${titleOf(session)}`}
      @click=${() => this.#do(act)}
    >
      ${text}
    </button>`;
  }

  async #do(act) {
    this.problem = null;
    try {
      await act(this.session);
    } catch (error) {
      this.problem = Problem.of(error);
    }
  }
}

/** @param {CloneSession} session */
function facts(session) {
  const took =
    session.completed_at && session.started_at
      ? `took ${duration((Date.parse(session.completed_at) - Date.parse(session.started_at)) / 1000)}`
      : null;
  return [
    `${session.clone_mode === 'direct' ? 'Direct' : 'Staged'}`,
    `created ${ago(session.created_at)}${session.created_by ? ` by ${session.created_by}` : ''}`,
    session.status === 'completed' && session.bytes_total ? `${bytes(session.bytes_total)} copied and verified` : null,
    took,
  ].filter(Boolean);
}

customElements.define('clone-session-card', CloneSessionCard);
